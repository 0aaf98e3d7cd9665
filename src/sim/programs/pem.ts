/**
 * PEM files as a program loads them: is there a block of the right kind, and do certificate and key belong together?
 * Words: Go crypto/tls X509KeyPair, client-go util/cert and util/keyutil, as captured. The world knows the pairs that it
 * made by their names; of a person's own PEM it sees the kind of block, and takes the pair for one.
 */
import { openProblem } from './files.ts';

type Read = (path: string) => string | undefined;
interface Block {
  readonly kind: 'certificate' | 'private' | 'public';
  /** The world's own pair. */
  readonly pair: string;
}

const KINDS = { crt: 'certificate', key: 'private', pub: 'public' } as const;
const BLOCKS =
  /@@PEM ([^@]+)\.(crt|key|pub)@@|-----BEGIN ([A-Z0-9 ]+)-----\s[A-Za-z0-9+/=\s]{40,}-----END \3-----/g;

export function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(BLOCKS)].flatMap(([, pair = '', suffix, label = '']): Block[] => {
    if (suffix !== undefined) return [{ kind: KINDS[suffix as keyof typeof KINDS], pair }];
    if (label === 'CERTIFICATE') return [{ kind: 'certificate', pair: '' }];
    if (label.endsWith('PRIVATE KEY')) return [{ kind: 'private', pair: '' }];
    return label.endsWith('PUBLIC KEY') ? [{ kind: 'public', pair: '' }] : [];
  });
}

const opened = (read: Read, path: string): string | { readonly blocks: readonly Block[] } => {
  const text = read(path);
  return text === undefined
    ? `open ${path}: no such file or directory`
    : { blocks: blocksOf(text) };
};

/** Why tls.LoadX509KeyPair fails; '' when it does not, or when no file is named. */
export function pairProblem(read: Read, certFile: string, keyFile: string): string {
  if (certFile === '' || keyFile === '') return openProblem(read, [certFile, keyFile]);
  const certs = opened(read, certFile);
  if (typeof certs === 'string') return certs;
  const keys = opened(read, keyFile);
  if (typeof keys === 'string') return keys;
  const cert = certs.blocks.find(({ kind }) => kind === 'certificate');
  if (cert === undefined)
    return certs.blocks.some(({ kind }) => kind === 'private')
      ? 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched'
      : 'tls: failed to find any PEM data in certificate input';
  const key = keys.blocks.find(({ kind }) => kind === 'private');
  if (key === undefined)
    return keys.blocks.some(({ kind }) => kind === 'certificate')
      ? 'tls: found a certificate rather than a key in the PEM for the private key'
      : 'tls: failed to find any PEM data in key input';
  return cert.pair === key.pair ? '' : 'tls: private key does not match public key';
}

/** Why a bundle of CAs cannot be loaded: `client-ca-bundle`, `request-header`. */
export function bundleProblem(read: Read, purpose: string, path: string): string {
  if (path === '') return '';
  const text = read(path);
  if (text === undefined) return `open ${path}: no such file or directory`;
  if (text === '') return `missing content for CA bundle "${purpose}::${path}"`;
  return blocksOf(text).some(({ kind }) => kind === 'certificate')
    ? ''
    : `error loading CA bundle for "${purpose}::${path}": data does not contain any valid RSA or ECDSA certificates`;
}

export function keyProblem(read: Read, path: string, wanted: 'private' | 'public'): string {
  if (path === '') return '';
  const text = read(path);
  if (text === undefined) return `open ${path}: no such file or directory`;
  const kinds = blocksOf(text).map(({ kind }) => kind);
  if (wanted === 'private')
    return kinds.includes('private')
      ? ''
      : `error reading private key file ${path}: data does not contain a valid RSA or ECDSA private key`;
  // A private key and a certificate hold a public one.
  return kinds.length > 0
    ? ''
    : `error reading public key file ${path}: data does not contain any valid RSA or ECDSA public keys`;
}
