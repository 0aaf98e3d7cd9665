/**
 * Which certificate the API server shows: chosen by the name that the client asks for (SNI), as
 * kube-apiserver does with its named certificates; without a name, the one for its own address.
 * Re-read at every connection, so that a changed certificate file acts at once.
 */
import {
  createSecureContext,
  type SecureContext,
  type SecureContextOptions,
  type Server,
} from 'node:tls';
import type { CertificateRecord, LabRead } from '../../sim/index.ts';
import type { Pki } from '../../host/pki.ts';

export interface ServerContexts {
  named(name: string): SecureContext;
  /** Gives the server the certificate for clients that ask for no name, when it has changed. */
  refresh(server: Pick<Server, 'setSecureContext'>): void;
}

export function serverContexts(read: LabRead, pki: Pki): ServerContexts {
  const cache = new Map<string, { readonly cert: string; readonly context: SecureContext }>();

  const shown = new WeakMap<object, string>();

  function options(record: CertificateRecord | undefined): SecureContextOptions {
    const pair = record === undefined ? undefined : pki.certificate(record.name);
    // No authorities: with them the chain would be sent along, and without the empty list node
    // would load its own.
    return pair === undefined ? { ca: [] } : { key: pair.key, cert: pair.cert, ca: [] };
  }
  return {
    named(name) {
      const record = chosen(read, (names) => names.some((entry) => covers(entry, name)));
      const made = options(record);
      const cert = String(made.cert);
      const key = record?.name ?? '';
      const known = cache.get(key);
      if (known?.cert === cert) return known.context;
      const context = createSecureContext(made);
      cache.set(key, { cert, context });
      return context;
    },
    refresh(server) {
      const made = options(chosen(read, (names) => names.includes('IP:127.0.0.1')));
      if (shown.get(server) === String(made.cert)) return;
      shown.set(server, String(made.cert));
      server.setSecureContext(made);
    },
  };
}

/** The API server's serving records: those that name it, or any server's where none does. */
function chosen(
  read: LabRead,
  fits: (altNames: readonly string[]) => boolean,
): CertificateRecord | undefined {
  const serving = read.certificates().filter(({ usages }) => usages.includes('server'));
  const own = serving.filter(({ name }) => /^(?:kube-)?api/.test(name));
  const candidates = own.length > 0 ? own : serving;
  return candidates.find(({ altNames }) => fits(altNames)) ?? candidates[0];
}

function covers(entry: string, name: string): boolean {
  const pattern = entry.replace(/^DNS:/, '').toLowerCase();
  const wanted = name.toLowerCase();
  if (!pattern.startsWith('*.')) return pattern === wanted;
  return wanted.slice(wanted.indexOf('.')) === pattern.slice(1);
}
