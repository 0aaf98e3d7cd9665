/** `openssl x509`: what a certificate says, with the lab's dates as the lab sees them. */
import { X509Certificate } from 'node:crypto';
import { FileError, strerror } from '../../files/file-error.ts';
import { textOf } from '../../looks/chunk.ts';
import { readAll } from '../../pipe.ts';
import type { CommandContext } from '../command.ts';
import { clockOf, monthOf } from '../lab-date.ts';

export async function openssl(context: CommandContext): Promise<number> {
  const [verb, ...args] = context.args;
  if (verb === 'version') {
    await context.out('OpenSSL 3.0.7 1 Nov 2022 (Library: OpenSSL 3.0.7 1 Nov 2022)\n');
    return 0;
  }
  if (verb !== 'x509') {
    await context.error(
      `openssl ${verb ?? ''}: not simulated by Eggtooth (x509 and version are); see docs/fidelity.md\n`,
    );
    return 1;
  }
  const certificate = await load(context, args);
  if (certificate === undefined) return 1;
  return print(context, certificate, args);
}

async function load(
  context: CommandContext,
  args: readonly string[],
): Promise<X509Certificate | undefined> {
  const at = args.indexOf('-in');
  const path = at >= 0 ? (args[at + 1] ?? '') : undefined;
  let pem: string;
  try {
    pem = textOf(
      path === undefined
        ? await readAll(context.io.stdin)
        : context.machine.files.read(context.path(path), context.user),
    );
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await context.error(
      `Could not open file or uri for loading certificate from ${path ?? ''}: ${strerror(error)}\nUnable to load certificate\n`,
    );
    return undefined;
  }
  const block = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/.exec(pem)?.[0];
  if (block === undefined) {
    await context.error(
      `Could not read certificate from ${path ?? '<stdin>'}\nUnable to load certificate\n`,
    );
    return undefined;
  }
  return new X509Certificate(block);
}

const nameText = (name: string): string =>
  name
    .split('\n')
    .map((part) => part.replace('=', ' = '))
    .join(', ');
function when(text: string): string {
  const date = new Date(text);
  return `${monthOf(date)} ${String(date.getUTCDate()).padStart(2)} ${clockOf(date)} ${date.getUTCFullYear()} GMT`;
}

async function print(
  context: CommandContext,
  certificate: X509Certificate,
  args: readonly string[],
): Promise<number> {
  const { out } = context;
  const has = (flag: string): boolean => args.includes(flag);
  const { subject, issuer, validFrom, validTo, serialNumber, subjectAltName } = certificate;
  if (has('-text')) {
    const names =
      subjectAltName === undefined
        ? ''
        : `        X509v3 extensions:\n            X509v3 Subject Alternative Name: \n                ${subjectAltName}\n`;
    await out(
      `Certificate:\n    Data:\n        Version: 3 (0x2)\n        Serial Number:\n            ${serialNumber.toLowerCase().replaceAll(/(..)(?!$)/g, '$1:')}\n        Issuer: ${nameText(issuer)}\n        Validity\n            Not Before: ${when(validFrom)}\n            Not After : ${when(validTo)}\n        Subject: ${nameText(subject)}\n${names}`,
    );
  }
  for (const arg of args) {
    if (arg === '-subject') await out(`subject=${nameText(subject)}\n`);
    if (arg === '-issuer') await out(`issuer=${nameText(issuer)}\n`);
    if (arg === '-serial') await out(`serial=${serialNumber}\n`);
    if (arg === '-dates' || arg === '-startdate') await out(`notBefore=${when(validFrom)}\n`);
    if (arg === '-dates' || arg === '-enddate') await out(`notAfter=${when(validTo)}\n`);
    if (arg === '-fingerprint') await out(`SHA1 Fingerprint=${certificate.fingerprint}\n`);
    if (arg === '-ext')
      await out(`X509v3 Subject Alternative Name: \n    ${subjectAltName ?? ''}\n`);
  }
  const end = args.indexOf('-checkend');
  if (end >= 0) {
    const later =
      context.machine.date(context.machine.now()).getTime() + Number(args[end + 1]) * 1000;
    const expires = new Date(validTo).getTime() < later;
    await out(expires ? 'Certificate will expire\n' : 'Certificate will not expire\n');
    return expires ? 1 : 0;
  }
  if (!has('-noout')) await out(certificate.toString());
  return 0;
}
