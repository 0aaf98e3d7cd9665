/**
 * Checks client certificates against the lab's authorities. Done here and not by the TLS layer,
 * because a context that knows the authorities also sends them along with the server's certificate,
 * which a real API server does not.
 */
import { X509Certificate } from 'node:crypto';
import type { LabRead } from '../../sim/index.ts';
import type { Pki } from '../../host/pki.ts';
import { certificateUser, type User } from './users.ts';

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

export interface ClientCertificates {
  /** The user of a DER certificate; undefined when no authority of the lab vouches for it now. */
  userOf(der: Buffer): User | undefined;
}

export function clientCertificates(read: LabRead, pki: Pki): ClientCertificates {
  const known = new Map<string, { readonly certificate: X509Certificate; readonly user: User }>();

  function check(
    der: Buffer,
  ): { readonly certificate: X509Certificate; readonly user: User } | undefined {
    const certificate = new X509Certificate(der);
    const vouched = authorities(read, pki).some(
      (authority) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey),
    );
    if (!vouched || !(certificate.keyUsage ?? []).includes(CLIENT_AUTH)) return undefined;
    return { certificate, user: userOf(certificate) };
  }
  return {
    userOf(der) {
      const key = der.toString('base64');
      const found = known.get(key) ?? check(der);
      if (found === undefined) return undefined;
      known.set(key, found);
      const now = Date.now();
      const { validFrom, validTo } = found.certificate;
      return Date.parse(validFrom) <= now && now <= Date.parse(validTo) ? found.user : undefined;
    },
  };
}

function authorities(read: LabRead, pki: Pki): X509Certificate[] {
  return read
    .certificates()
    .filter(({ usages }) => usages.includes('ca'))
    .flatMap(({ name }) => {
      const pem = pki.pem(`${name}.crt`);
      return pem === undefined ? [] : [new X509Certificate(pem)];
    });
}

/** Node prints a subject one attribute a line. */
function userOf({ subject }: X509Certificate): User {
  const attributes = subject.split('\n').map((line): readonly [string, string] => {
    const equals = line.indexOf('=');
    return [line.slice(0, equals), line.slice(equals + 1)];
  });
  const values = (name: string): string[] =>
    attributes.filter(([key]) => key === name).map(([, value]) => value);
  return certificateUser(values('CN')[0] ?? '', values('O'));
}
