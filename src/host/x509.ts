/**
 * Writes X.509 v3 certificates (RFC 5280) for P-256 keys in DER. One fixed shape, so a hundred
 * lines instead of an ASN.1 kit: loading @peculiar/x509 alone takes longer than the whole start of
 * a lab may (240 ms against 0.3 ms a certificate here). Left out: revocation, policies, RSA.
 */
import { createHash, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

export interface CertificateText {
  readonly subject: Name;
  readonly issuer: Name;
  readonly serial: Buffer;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** `DNS:api.example.com`, `IP:10.0.0.1`. */
  readonly altNames: readonly string[];
  readonly usages: readonly ('server' | 'client' | 'ca')[];
  readonly publicKey: KeyObject;
  readonly issuerPublicKey: KeyObject;
  readonly issuerKey: KeyObject;
}
export interface Name {
  readonly commonName: string;
  readonly organizations: readonly string[];
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

export function certificateDer(text: CertificateText): Buffer {
  const body = sequence(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    tag(0x02, text.serial),
    ECDSA_WITH_SHA256,
    name(text.issuer),
    sequence(time(text.notBefore), time(text.notAfter)),
    name(text.subject),
    publicKeyInfo(text.publicKey),
    tag(0xa3, sequence(...extensions(text))),
  );
  const signature = sign('sha256', body, text.issuerKey);
  return sequence(body, ECDSA_WITH_SHA256, bitString(signature));
}

function extensions(text: CertificateText): Buffer[] {
  const ca = text.usages.includes('ca');
  // keyCertSign, cRLSign, digitalSignature for an authority; digitalSignature, keyEncipherment else.
  const keyUsage = ca
    ? Buffer.from([0x03, 0x02, 0x01, 0x86])
    : Buffer.from([0x03, 0x02, 0x05, 0xa0]);
  const list = [
    extension('2.5.29.19', true, ca ? sequence(tag(0x01, Buffer.from([0xff]))) : sequence()),
    extension('2.5.29.15', true, keyUsage),
  ];
  const purposes = [
    ...(text.usages.includes('server') ? [oid(SERVER_AUTH)] : []),
    ...(text.usages.includes('client') ? [oid(CLIENT_AUTH)] : []),
  ];
  if (purposes.length > 0) list.push(extension('2.5.29.37', false, sequence(...purposes)));
  list.push(extension('2.5.29.14', false, tag(0x04, keyId(text.publicKey))));
  list.push(extension('2.5.29.35', false, sequence(tag(0x80, keyId(text.issuerPublicKey)))));
  if (text.altNames.length > 0) {
    list.push(extension('2.5.29.17', false, sequence(...text.altNames.map(altName))));
  }
  return list;
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [tag(0x01, Buffer.from([0xff]))] : [];
  return sequence(oid(id), ...flag, tag(0x04, value));
}

function altName(entry: string): Buffer {
  const colon = entry.indexOf(':');
  const value = entry.slice(colon + 1);
  if (entry.slice(0, colon) === 'IP') return tag(0x87, addressBytes(value));
  return tag(0x82, Buffer.from(value, 'latin1'));
}

const hexGroups = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const before = hexGroups(head);
  const after = hexGroups(tail);
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  const all = [...before, ...zeros, ...after];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

function name({ commonName, organizations }: Name): Buffer {
  const attribute = (id: string, value: string): Buffer =>
    tag(0x31, sequence(oid(id), tag(0x0c, Buffer.from(value))));
  return sequence(
    ...organizations.map((organization) => attribute('2.5.4.10', organization)),
    attribute('2.5.4.3', commonName),
  );
}

/** UTCTime until 2049, GeneralizedTime after it, both to the second. */
function time(date: Date): Buffer {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:T]/g, '');
  const year = date.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? tag(0x17, Buffer.from(digits.slice(2)))
    : tag(0x18, Buffer.from(digits));
}

const publicKeyInfo = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

/** SHA-1 of the public key's bits: the last 65 bytes of a P-256 key's structure. */
function keyId(key: KeyObject): Buffer {
  return createHash('sha1').update(publicKeyInfo(key).subarray(-65)).digest();
}

function bitString(bytes: Buffer): Buffer {
  return tag(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}
function sequence(...parts: readonly Buffer[]): Buffer {
  return tag(0x30, Buffer.concat(parts));
}
function tag(type: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), lengthBytes(content.length), content]);
}
function lengthBytes(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  if (length < 0x100) return Buffer.from([0x81, length]);
  return Buffer.from([0x82, length >> 8, length & 0xff]);
}
function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tag(0x06, Buffer.from(bytes));
}
