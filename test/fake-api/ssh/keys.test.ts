/** Who is let in by sshd: asked by ssh2's client, in this process. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { connect } from 'node:net';
import ssh2, { type ParsedKey } from 'ssh2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OpenLab } from '../../../src/lab-server/open-lab.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRealLab } from '../../helpers/real-lab.ts';

let lab: OpenLab;
let port = 0;
let hers: ParsedKey;
beforeAll(async () => {
  lab = await openRealLab({ until: 'rhcos-booted' });
  const config = readFileSync(lab.env['EGGTOOTH_SSH_CONFIG'] ?? '', 'utf8');
  port = Number(/Host bootstrap [^]*?Port (\d+)/.exec(config)?.[1]);
  const text = readFileSync(join(lab.env['ASSETS_DIR'] ?? '', 'ssh', 'id_ed25519'));
  hers = parsed(text);
});
afterAll(() => lab.close());

function parsed(text: string | Buffer): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error) throw key;
  return Array.isArray(key) ? (key[0] as ParsedKey) : key;
}

/** A client that shows `shown` and signs as `signs` does. */
function logIn(shown: ParsedKey, signs: (data: Buffer) => Buffer): Promise<string> {
  class Agent extends ssh2.BaseAgent<ParsedKey> {
    getIdentities(done: (error: Error | null, keys?: ParsedKey[]) => void): void {
      done(null, [shown]);
    }
    override sign(_key: unknown, data: Buffer, ...rest: unknown[]): void {
      const done = rest.at(-1) as (error: Error | null, signature?: Buffer) => void;
      done(null, signs(data));
    }
  }
  const client = new ssh2.Client();
  return new Promise((resolve) => {
    client.on('ready', () => {
      resolve('in');
      client.end();
    });
    client.on('error', ({ message }) => resolve(message));
    client.connect({
      sock: connect(port, '127.0.0.1'),
      username: 'core',
      agent: new Agent() as ssh2.BaseAgent,
      authHandler: ['agent'],
    });
  });
}
const REFUSED = 'All configured authentication methods failed';

test('rule 1: who holds the authorised key is let in', async () => {
  expect(await logIn(hers, (data) => hers.sign(data) as Buffer)).toBe('in');
});

test('rule 1: who shows the authorised key and cannot sign with it is refused', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  expect(await logIn(hers, (data) => sign(null, data, privateKey))).toBe(REFUSED);
  expect(await logIn(hers, () => Buffer.alloc(64))).toBe(REFUSED);
});

test('rule 1: any other key is refused, though its signature verifies', async () => {
  const { private: text } = ssh2.utils.generateKeyPairSync('ed25519');
  const other = parsed(text);
  expect(await logIn(other, (data) => other.sign(data) as Buffer)).toBe(REFUSED);
});
