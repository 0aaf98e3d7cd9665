/**
 * The lab's keys and certificates as bytes. The world has records (who, by whom, when); this makes
 * real P-256 keys and DER of them in memory, each when first asked for, and keeps them. Validity is
 * in wall time: a record's moments lie as far from the lab's start as the certificate's from the
 * lab's epoch, so what has expired in the lab has expired for a real client too.
 */
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { CertificateRecord, LabRead } from '../sim/index.ts';
import { newSshKey, type SshKey } from './ssh-key.ts';
import { certificateDer } from './x509.ts';

export interface Pki {
  /** PEM of `<record>.crt`, `.key` or `.pub`; undefined when no record has that name. */
  pem(file: string): string | undefined;
  /** Replaces `@@PEM name@@`, `@@BASE64 name@@` and `@@SSH core.pub@@` by that file's text. */
  render(text: string): string;
  certificate(name: string): { readonly key: string; readonly cert: string } | undefined;
  /** A host's ed25519 key, in OpenSSH's format. */
  sshHostKey(host: string): SshKey;
  /** The key with which the operator logs in as core. */
  readonly sshUserKey: SshKey;
  /** The same keys with another branch's records. */
  of(read: LabRead): Pki;
}

interface PkiOptions {
  readonly read: LabRead;
  /** Unix micros of the lab's start. */
  readonly epochMicros: number;
}
interface Issued {
  readonly record: CertificateRecord;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly der: Buffer;
}
const DAY_MILLIS = 86_400_000;

export function openPki(options: PkiOptions): Pki {
  return pkiOf(options, { pairs: new Map(), hosts: new Map() });
}

/** What is made once, however many ways a lab goes. */
interface Keys {
  readonly pairs: Map<string, ReturnType<typeof newKeyPair>>;
  readonly hosts: Map<string, SshKey>;
  user?: SshKey;
}

function pkiOf(options: PkiOptions, keys: Keys): Pki {
  const issue = authority(options, keys.pairs);
  const user = (): SshKey => (keys.user ??= newSshKey('core@workstation'));

  function pem(file: string): string | undefined {
    const match = /^(.+)\.(crt|key|pub)$/.exec(file);
    const made = match?.[1] === undefined ? undefined : issue(match[1]);
    if (made === undefined) return undefined;
    if (match?.[2] === 'crt') return pemBlock('CERTIFICATE', made.der);
    if (match?.[2] === 'pub')
      return made.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    return made.privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  }

  return {
    pem,
    render(text) {
      if (!text.includes('@@')) return text;
      return text.replaceAll(
        /@@(PEM|BASE64|SSH) ([^@]+)@@/g,
        (token, form: string, file: string) => {
          const found = sshFile(file) ?? pem(file);
          if (found === undefined) return token;
          return form === 'BASE64' ? Buffer.from(found).toString('base64') : found.trimEnd();
        },
      );
    },
    certificate(name) {
      const cert = pem(`${name}.crt`);
      const key = pem(`${name}.key`);
      return cert === undefined || key === undefined ? undefined : { cert, key };
    },
    sshHostKey,
    get sshUserKey() {
      return user();
    },
    of: (read) => pkiOf({ ...options, read }, keys),
  };

  function sshHostKey(host: string): SshKey {
    const key = keys.hosts.get(host) ?? newSshKey(`root@${host}`);
    keys.hosts.set(host, key);
    return key;
  }
  /** `core.pub`: the operator's key, which the hosts' files quote. */
  function sshFile(file: string): string | undefined {
    if (file !== 'core.pub' && file !== 'core') return undefined;
    return file === 'core' ? user().privateKey : user().publicKey;
  }
}

/** Makes certificates of records, again when a record has changed; keys stay. */
function authority(
  { read, epochMicros }: PkiOptions,
  pairs: Keys['pairs'],
): (name: string) => Issued | undefined {
  const issued = new Map<string, Issued>();

  function issue(name: string): Issued | undefined {
    const record = read.certificates().find((candidate) => candidate.name === name);
    if (record === undefined) return undefined;
    const known = issued.get(name);
    if (known !== undefined && sameRecord(known.record, record)) return known;
    const pair = pairs.get(name) ?? newKeyPair();
    pairs.set(name, pair);
    const own = record.issuer === record.name || record.issuer === '';
    const issuer = own ? undefined : issue(record.issuer);
    const der = certificateDer({
      subject: record,
      issuer: issuer?.record ?? record,
      serial: serialOf(record),
      ...validity(record, epochMicros),
      altNames: record.altNames,
      usages: record.usages,
      publicKey: pair.publicKey,
      issuerPublicKey: issuer?.publicKey ?? pair.publicKey,
      issuerKey: issuer?.privateKey ?? pair.privateKey,
    });
    const made = { record, ...pair, der };
    issued.set(name, made);
    return made;
  }
  return issue;
}

function newKeyPair(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/**
 * A certificate that the lab's operator would have made before the start is valid at once; what
 * outlives the lab by far (years) is left as it is.
 */
function validity(
  record: CertificateRecord,
  epochMicros: number,
): { readonly notBefore: Date; readonly notAfter: Date } {
  const wall = (micros: number): number => Math.round((epochMicros + micros) / 1000);
  const latest = 253_370_764_800_000;
  return {
    notBefore: new Date(Math.max(wall(record.notBefore), DAY_MILLIS)),
    notAfter: new Date(Math.min(wall(record.notAfter), latest)),
  };
}

/** 16 bytes from the record's name and moments: positive, the same in every run. */
function serialOf(record: CertificateRecord): Buffer {
  const text = `${record.name} ${record.notBefore} ${record.notAfter} ${record.altNames.join()}`;
  const serial = createHash('sha256').update(text).digest().subarray(0, 16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  return serial;
}

function sameRecord(a: CertificateRecord, b: CertificateRecord): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function pemBlock(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
