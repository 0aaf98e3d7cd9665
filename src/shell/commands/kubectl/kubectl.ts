/**
 * kubectl and oc: real HTTP clients of the API server that their kubeconfig names. Simulated: get,
 * describe, logs, version, api-resources, whoami, config. Changes are made with the real clients
 * from outside; here they say so.
 */
import { strerror, FileError } from '../../files/file-error.ts';
import { tabulate } from '../../looks/cells.ts';
import type { CommandContext, Outcome } from '../command.ts';
import { getOptions } from '../options.ts';
import type { Options } from '../options.ts';
import { ACCEPT, ClientError, getJson, getText } from './client.ts';
import type { Client } from './client.ts';
import { ConfigError, field, loadConnection, text } from './config.ts';
import { describe } from './describe.ts';
import { apiVersionOf, discover } from './discovery.ts';
import { get } from './get.ts';

const LONG = [
  'kubeconfig=',
  'namespace=',
  'all-namespaces',
  'output=',
  'selector=',
  'field-selector=',
  'watch',
  'watch-only',
  'no-headers',
  'show-labels',
  'context=',
  'cluster=',
  'user=',
  'server=',
  'token=',
  'insecure-skip-tls-verify?',
  'request-timeout=',
  'raw=',
  'client?',
  'short',
  'container=',
  'follow',
  'tail=',
  'previous',
  'since=',
  'sort-by=',
  'ignore-not-found',
  'show-managed-fields?',
  'help',
  'v=',
  'namespaced?',
  'api-group=',
  'chunk-size=',
  'show-token',
  'minify',
  'timestamps',
];
const SAME = {
  namespace: 'n',
  'all-namespaces': 'A',
  output: 'o',
  selector: 'l',
  watch: 'w',
  server: 's',
  container: 'c',
  follow: 'f',
  previous: 'p',
  help: 'h',
};
const CHANGES = new Set(
  'apply create delete edit patch replace scale label annotate expose run rollout set autoscale cordon uncordon drain taint exec attach port-forward proxy cp auth debug wait adm login logout project projects new-project new-app rsh debug explain events top cluster-info kustomize diff api-versions certificate plugin completion'.split(
    ' ',
  ),
);

/** Flags of the real clients: unknown to this one, and no mistake of the person's. */
const REAL_FLAGS = new Set(
  'all-containers rm for u username p password template show-kind show-labels field-manager dry-run force grace-period cascade timeout wait image restart overwrite list resource-version prefix ignore-errors since-time limit-bytes timestamps max-log-requests L label-columns R recursive k kustomize as as-group as-uid v vmodule context cluster user cache-dir tls-server-name match-server-version warnings-as-errors subresource chunk-size server-print output-watch-events sum containers no-headers dest-dir to-image'.split(
    ' ',
  ),
);
/** What the API lacks, so that the real client fails too. */
const NOWHERE = new Set(
  'exec attach port-forward proxy cp rsh debug run adm login logout new-project new-app expose top certificate rollout autoscale'.split(
    ' ',
  ),
);
/** Verbs of the real clients that this one does not know at all. */
const REAL = new Set(
  'status import-image start-build cancel-build idle image mirror observe policy process registry replace request-project rollback secrets serviceaccounts set tag extract whoami options'.split(
    ' ',
  ),
);

export async function kubectl(context: CommandContext): Promise<number | Outcome> {
  const options = getOptions(context.args, { short: 'n:Ao:l:ws:c:fphv:', long: LONG, same: SAME });
  const { error, name } = context;
  if (options.problem !== undefined) {
    const flag = /'(.*)'/.exec(options.problem)?.[1] ?? '';
    if (REAL_FLAGS.has(flag.replace(/^-+/, ''))) {
      await error(`${name}: ${flag} is not simulated by Eggtooth; see docs/fidelity.md\n`);
      return 1;
    }
    await error(
      `error: ${/requires/.test(options.problem) ? `flag needs an argument: ${flag}` : `unknown flag: ${flag.startsWith('-') ? flag : `-${flag}`}`}\nSee '${name} --help' for usage.\n`,
    );
    return 1;
  }
  const [verb, ...operands] = options.operands;
  if (verb === undefined || options.has('h') || verb === 'help') {
    await context.out(
      `${name} controls the Kubernetes cluster manager.\n\nSimulated by Eggtooth: get, describe, logs, version, api-resources, whoami, config\n`,
    );
    return 0;
  }
  try {
    return await dispatch(context, options, verb, operands);
  } catch (failure) {
    if (failure instanceof ClientError) await error(failure.shown);
    else if (failure instanceof ConfigError) await error(`${failure.message}\n`);
    else if (failure instanceof FileError) await error(`error: ${strerror(failure)}\n`);
    else throw failure;
    return 1;
  }
}

async function dispatch(
  context: CommandContext,
  options: Options,
  verb: string,
  operands: readonly string[],
): Promise<number> {
  const { name, error } = context;
  if (CHANGES.has(verb)) {
    await error(
      NOWHERE.has(verb)
        ? `${name} ${verb}: not simulated by Eggtooth; see docs/fidelity.md\n`
        : `${name} ${verb}: not simulated by Eggtooth from inside the lab (the real ${name} from outside can); see docs/fidelity.md\n`,
    );
    return 1;
  }
  const known = ['get', 'describe', 'logs', 'version', 'api-resources', 'whoami', 'config'];
  if (!known.includes(verb)) {
    await error(
      REAL.has(verb)
        ? `${name} ${verb}: not simulated by Eggtooth; see docs/fidelity.md\n`
        : `error: unknown command "${verb}" for "${name}"\n`,
    );
    return 1;
  }
  const timeoutMicros = timeoutOf(options.value('request-timeout') ?? '0');
  if (timeoutMicros === undefined) {
    await error(
      'error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)\n',
    );
    return 1;
  }
  const client: Client = {
    context,
    connection: await loadConnection(context, options),
    ...(timeoutMicros > 0 && { timeoutMicros }),
  };
  switch (verb) {
    case 'get':
      return get(client, operands, options);
    case 'describe':
      return describe(client, operands);
    case 'logs':
      return logs(client, operands, options);
    case 'version':
      return version(client, options);
    case 'api-resources':
      return apiResources(client, options);
    case 'whoami':
      return whoami(client);
    default:
      return config(client, operands);
  }
}

async function logs(
  client: Client,
  operands: readonly string[],
  options: Options,
): Promise<number> {
  const [pod] = operands;
  if (pod === undefined)
    throw new ClientError(
      "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\n",
      'logs',
    );
  const parameters = new URLSearchParams();
  const container = options.value('c') ?? operands[1];
  if (container !== undefined) parameters.set('container', container);
  const tail = options.value('tail');
  if (tail !== undefined) parameters.set('tailLines', tail);
  if (options.has('p')) parameters.set('previous', 'true');
  const path = `/api/v1/namespaces/${client.connection.namespace}/pods/${pod.replace(/^pods?\//, '')}/log?${parameters.toString()}`;
  const body = await getText(client, path, ACCEPT.text);
  await client.context.out(body);
  return 0;
}

async function version(client: Client, options: Options): Promise<number> {
  const { context } = client;
  await context.out(
    'Client Version: 4.19.0\nKustomize Version: v5.5.0\n'.replace(
      '4.19.0',
      context.name === 'oc' ? '4.19.0' : 'v1.32.4',
    ),
  );
  if (options.has('client') && options.value('client') !== 'false') return 0;
  const server = await getJson(client, '/version', ACCEPT.object);
  await context.out(
    `${context.name === 'oc' ? 'Kubernetes' : 'Server'} Version: ${text(field(server, 'gitVersion'))}\n`,
  );
  return 0;
}

async function apiResources({ context, ...client }: Client, options: Options): Promise<number> {
  const namespaced = options.has('namespaced')
    ? options.value('namespaced') !== 'false'
    : undefined;
  const group = options.value('api-group');
  const all = (await discover({ context, ...client }))
    .filter((resource) => resource.verbs.includes('list'))
    .filter((resource) => group === undefined || resource.group === group)
    .filter((resource) => namespaced === undefined || resource.namespaced === namespaced)
    .toSorted((a, b) => (`${a.group} ${a.plural}` < `${b.group} ${b.plural}` ? -1 : 1));
  if (options.value('o') === 'name') {
    for (const { plural, group: of } of all)
      await context.out(`${plural}${of === '' ? '' : `.${of}`}\n`);
    return 0;
  }
  const rows = all.map((resource) => [
    resource.plural,
    resource.shortNames.join(','),
    apiVersionOf(resource),
    String(resource.namespaced),
    resource.kind,
  ]);
  const header = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'];
  const table = options.has('no-headers') ? rows : [header, ...rows];
  for (const line of tabulate(table, { minimum: 6, padding: 3 })) await context.out(line);
  return 0;
}

/** The name in the client certificate, as the server takes it. */
async function whoami({ context, connection }: Client): Promise<number> {
  const { X509Certificate } = await import('node:crypto');
  const subject = connection.cert === undefined ? '' : new X509Certificate(connection.cert).subject;
  const name = /^CN=(.*)$/m.exec(subject)?.[1];
  if (name === undefined)
    throw new ClientError('error: You must be logged in to the server (Unauthorized)\n', 'whoami');
  await context.out(`${name}\n`);
  return 0;
}

async function config(
  { context, connection }: Client,
  operands: readonly string[],
): Promise<number> {
  const [verb] = operands;
  if (verb === 'current-context') {
    await context.out(
      connection.context === '' ? 'error: current-context is not set\n' : `${connection.context}\n`,
    );
    return connection.context === '' ? 1 : 0;
  }
  if (verb === 'view') {
    const { server, context: current, user, namespace } = connection;
    await context.out(
      `apiVersion: v1\nclusters:\n- cluster:\n    certificate-authority-data: DATA+OMITTED\n    server: ${server.href.replace(/\/$/, '')}\n  name: ${current}\ncontexts:\n- context:\n    cluster: ${current}\n    namespace: ${namespace}\n    user: ${user}\n  name: ${current}\ncurrent-context: ${current}\nkind: Config\nusers:\n- name: ${user}\n  user:\n    client-certificate-data: DATA+OMITTED\n    client-key-data: DATA+OMITTED\n`,
    );
    return 0;
  }
  await context.error(
    `${context.name} config ${verb ?? ''}: not simulated by Eggtooth; see docs/fidelity.md\n`,
  );
  return 1;
}

const UNIT_MICROS: Readonly<Record<string, number>> = {
  '': 1e6,
  ms: 1e3,
  s: 1e6,
  m: 6e7,
  h: 3.6e9,
};
/** client-go's ParseTimeout: seconds, or Go's durations; undefined for what is neither. */
function timeoutOf(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|$)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  return parts.reduce(
    (sum, [, count = '', unit = '']) => sum + Number(count) * (UNIT_MICROS[unit] ?? 0),
    0,
  );
}
