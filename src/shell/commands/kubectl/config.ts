/** kubeconfig: --kubeconfig, else $KUBECONFIG, else ~/.kube/config; clusters, users, contexts. */
import { FileError } from '../../files/file-error.ts';
import { textOf } from '../../looks/chunk.ts';
import type { CommandContext } from '../command.ts';
import type { Options } from '../options.ts';

export interface Connection {
  readonly server: URL;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly token?: string;
  readonly insecure: boolean;
  readonly namespace: string;
  readonly context: string;
  readonly user: string;
}
export class ConfigError extends Error {}
/** Any part of a parsed YAML document. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export const field = (value: Json | undefined, ...path: readonly string[]): Json | undefined => {
  let at: Json | undefined = value;
  for (const name of path) {
    if (at === null || typeof at !== 'object') return undefined;
    at = Array.isArray(at) ? at[Number(name)] : at[name];
  }
  return at;
};
export const text = (value: Json | undefined): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : '';
export const items = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

export async function loadConnection(
  context: CommandContext,
  options: Options,
): Promise<Connection> {
  const config = await loadConfig(context, options);
  const wanted = options.value('context') ?? text(field(config, 'current-context'));
  const named = (list: string, name: string): Json | undefined =>
    items(field(config, list)).find((entry) => text(field(entry, 'name')) === name);
  const chosen = field(named('contexts', wanted), 'context');
  const cluster = field(
    named('clusters', options.value('cluster') ?? text(field(chosen, 'cluster'))),
    'cluster',
  );
  const userName = options.value('user') ?? text(field(chosen, 'user'));
  const user = field(named('users', userName), 'user');
  const server = options.value('s') ?? (text(field(cluster, 'server')) || 'http://localhost:8080');
  const read = (path: string): string =>
    textOf(context.machine.files.read(context.path(path), context.user));
  const pem = (source: Json | undefined, name: string): string | undefined => {
    const data = text(field(source, `${name}-data`));
    const path = text(field(source, name));
    return data !== ''
      ? Buffer.from(data, 'base64').toString('utf8')
      : path !== ''
        ? read(path)
        : undefined;
  };
  const ca = pem(cluster, 'certificate-authority');
  const cert = pem(user, 'client-certificate');
  const key = pem(user, 'client-key');
  const token = options.value('token') ?? text(field(user, 'token'));
  return {
    server: new URL(server),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(token !== '' && { token }),
    insecure:
      options.has('insecure-skip-tls-verify') ||
      field(cluster, 'insecure-skip-tls-verify') === true,
    namespace: options.value('n') ?? (text(field(chosen, 'namespace')) || 'default'),
    context: wanted,
    user: userName,
  };
}

async function loadConfig(context: CommandContext, options: Options): Promise<Json | undefined> {
  const explicit = options.value('kubeconfig');
  const variable = context.env['KUBECONFIG']?.split(':').find((path) => path !== '');
  const path = explicit ?? variable ?? `${context.env['HOME'] ?? ''}/.kube/config`;
  let content: string;
  try {
    content = textOf(context.machine.files.read(context.path(path), context.user));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (explicit === undefined && error.errno === 'ENOENT') return undefined;
    const how =
      error.errno === 'EACCES'
        ? 'permission denied'
        : error.errno === 'EISDIR'
          ? 'is a directory'
          : 'no such file or directory';
    throw new ConfigError(
      error.errno === 'ENOENT'
        ? `error: stat ${path}: ${how}`
        : `error: error loading config file "${path}": open ${path}: ${how}`,
    );
  }
  return parseYaml(context, content, path);
}

/** just-bash's yq reads YAML for us. */
export async function parseYaml(
  context: CommandContext,
  content: string,
  path: string,
): Promise<Json | undefined> {
  const result = await context.machine.textTools(context.user).run({
    argv: ['yq', '-o', 'json', '.'],
    stdin: content,
    env: { PATH: '/usr/bin' },
    cwd: '/',
    nowSeconds: 0,
  });
  try {
    return JSON.parse(result.out) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ConfigError(
      `error: error loading config file "${path}": yaml: ${result.error.trim() || 'could not parse'}`,
    );
  }
}
