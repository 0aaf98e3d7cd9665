/**
 * ed25519 keys as OpenSSH keeps them: one line of public key, and the `openssh-key-v1` container
 * for the private one (openssh PROTOCOL.key), without a passphrase.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';

export interface SshKey {
  /** The text of a private key file. */
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA… comment` and a line end. */
  readonly publicKey: string;
}

const TYPE = 'ssh-ed25519';

export function newSshKey(comment: string): SshKey {
  const pair = generateKeyPairSync('ed25519');
  const seed = pair.privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32);
  const point = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  const blob = Buffer.concat([text(TYPE), text(point)]);
  const check = randomBytes(4);
  const secret = pad(
    Buffer.concat([
      check,
      check,
      text(TYPE),
      text(point),
      text(Buffer.concat([seed, point])),
      text(comment),
    ]),
  );
  const container = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    Buffer.from([0, 0, 0, 1]),
    text(blob),
    text(secret),
  ]);
  const lines = container.toString('base64').match(/.{1,70}/g) ?? [];
  return {
    privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicKey: `${TYPE} ${blob.toString('base64')} ${comment}\n`,
  };
}

function text(value: string | Buffer): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** To a multiple of eight, with 1, 2, 3, … */
function pad(bytes: Buffer): Buffer {
  const missing = (8 - (bytes.length % 8)) % 8;
  return Buffer.concat([bytes, Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, missing))]);
}
