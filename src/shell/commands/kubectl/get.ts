/** `kubectl get`: the server's tables, watched or once; or objects in another form. */
import { showsExistence, textOf } from '../../looks/chunk.ts';
import type { Chunk } from '../../looks/chunk.ts';
import { observe, tabulate } from '../../looks/cells.ts';
import { untilInterrupted } from '../../process.ts';
import type { Options } from '../options.ts';
import { ACCEPT, ClientError, getJson, getRaw, open, statusError } from './client.ts';
import type { Client } from './client.ts';
import { bodyOf } from '../../http/request.ts';
import { field, items, text } from './config.ts';
import type { Json } from './config.ts';
import { apiVersionOf, discover, findResource, pathOf } from './discovery.ts';
import type { Resource } from './discovery.ts';
import { jsonPath, toYaml } from './output.ts';
import { sorted } from './sort-by.ts';
import { columnChunk, objectsChunk } from './telling.ts';
import type { Found } from './telling.ts';

export interface Selected {
  readonly resource: Resource;
  /** Without one: the list. */
  readonly names: readonly string[];
}

/** `pods x y`, `pods,nodes`, `pod/x node/y`. */
export async function select(client: Client, operands: readonly string[]): Promise<Selected[]> {
  const [first] = operands;
  if (first === undefined)
    throw new ClientError(
      `You must specify the type of resource to get. Use "${client.context.name} api-resources" for a complete list of supported resources.\n\nerror: Required resource not specified.\n`,
      'no resource',
    );
  const all = await discover(client);
  const find = (typed: string): Resource => {
    const found = findResource(all, typed);
    if (!found)
      throw new ClientError(`error: the server doesn't have a resource type "${typed}"\n`, typed);
    return found;
  };
  if (first.includes('/'))
    return operands.map((operand) => {
      const [type = '', name = ''] = operand.split('/');
      return { resource: find(type), names: [name] };
    });
  const types =
    first === 'all'
      ? all.filter((resource) => resource.categories.includes('all'))
      : first.split(',').map(find);
  return types.map((resource) => ({ resource, names: operands.slice(1) }));
}

export async function get(
  client: Client,
  operands: readonly string[],
  options: Options,
): Promise<number> {
  const { context } = client;
  const [raw] = options.values('raw');
  if (raw !== undefined) {
    await context.out(await getRaw(client, raw));
    return 0;
  }
  const format = options.value('o') ?? '';
  const selected = await select(client, operands);
  const watches = options.has('w') || options.has('watch-only');
  if (watches && options.has('sort-by'))
    await context.error('warning: --watch requested, --sort-by will be ignored\n');
  if (watches) return watch(client, selected, options);
  if (format === '' || format === 'wide') return tables(client, selected, options);
  return objects(client, selected, options, format);
}

function query(options: Options): string {
  const parameters = new URLSearchParams();
  const labels = options.value('l');
  const fields = options.value('field-selector');
  if (labels !== undefined) parameters.set('labelSelector', labels);
  if (fields !== undefined) parameters.set('fieldSelector', fields);
  // Rows are sorted by what their objects say.
  const isTable = ['', 'wide'].includes(options.value('o') ?? '');
  if (options.has('sort-by') && isTable) parameters.set('includeObject', 'Object');
  const made = parameters.toString();
  return made === '' ? '' : `?${made}`;
}

const scopeOf = ({ connection }: Client, options: Options): string | undefined =>
  options.has('A') ? undefined : connection.namespace;

async function tables(
  client: Client,
  selected: readonly Selected[],
  options: Options,
): Promise<number> {
  const { context } = client;
  const titled = selected.length > 1;
  let status = 0;
  let printed = 0;
  for (const { resource, names } of selected) {
    const rows: Json[] = [];
    let columns: Json[] = [];
    try {
      for (const path of names.length > 0
        ? names.map((name) => pathOf(resource, client.connection.namespace, name))
        : [pathOf(resource, scopeOf(client, options)) + query(options)]) {
        const table = await getJson(client, path, ACCEPT.table);
        columns = items(field(table, 'columnDefinitions'));
        rows.push(...items(field(table, 'rows')));
      }
    } catch (error) {
      if (!(error instanceof ClientError) || names.length < 2) throw error;
      await context.error(error.shown);
      status = 1;
    }
    if (rows.length === 0) continue;
    if (titled && printed > 0) await context.out('\n');
    printed += rows.length;
    const inOrder = sorted(rows, options.value('sort-by'), (row) => field(row, 'object'));
    for (const line of render(client, resource, columns, inOrder, options, titled))
      await context.out(line);
  }
  const [only] = selected;
  if (printed === 0 && status === 0 && only && !options.has('ignore-not-found')) {
    const scoped = only.resource.namespaced && !options.has('A');
    await context.error(
      scoped
        ? `No resources found in ${client.connection.namespace} namespace.\n`
        : 'No resources found\n',
    );
  }
  return status;
}

function render(
  client: Client,
  resource: Resource,
  columns: readonly Json[],
  rows: readonly Json[],
  options: Options,
  titled: boolean,
): Chunk[] {
  const wide = options.value('o') === 'wide';
  const shown = columns.flatMap((column, index) =>
    wide || field(column, 'priority') === 0 || field(column, 'priority') === undefined
      ? [index]
      : [],
  );
  const spread = options.has('A') && resource.namespaced;
  const labels = options.has('show-labels');
  const header = [
    ...(spread ? ['NAMESPACE'] : []),
    ...shown.map((index) => text(field(columns[index], 'name')).toUpperCase()),
    ...(labels ? ['LABELS'] : []),
  ];
  const body = rows.map((row) => {
    const object = `cluster/${resource.plural}/${pathIn(row)}`;
    const cells: Chunk[] = shown.map((index) => {
      const value = cellText(items(field(row, 'cells'))[index]);
      const column = text(field(columns[index], 'name'));
      return columnChunk(client.context, resource, column, object, value);
    });
    if (titled) cells[0] = `${kindName(resource)}/${textOf(cells[0] ?? '')}`;
    const set = field(row, 'object', 'metadata', 'labels');
    const list =
      set !== null && typeof set === 'object' && !Array.isArray(set)
        ? Object.entries(set)
            .map(([k, v]) => `${k}=${text(v)}`)
            .join(',')
        : '';
    return [
      ...(spread ? [text(field(row, 'object', 'metadata', 'namespace'))] : []),
      ...cells,
      ...(labels ? [list === '' ? '<none>' : list] : []),
    ];
  });
  const lines = tabulate([header, ...body], { minimum: 6, padding: 3 });
  const [title, ...rest] = lines;
  return [
    ...(options.has('no-headers') ? [] : [title ?? '']),
    ...rest.map((line, index) => existing(client, resource, pathIn(rows[index] ?? null), line)),
  ];
}

/** `namespace/name`, or the name alone. */
function pathIn(row: Json): string {
  const metadata = field(row, 'object', 'metadata');
  const name = text(field(metadata, 'name')) || cellText(items(field(row, 'cells'))[0]);
  const namespace = text(field(metadata, 'namespace'));
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** A namespace is there, and no more is asked of it. */
const existing = ({ context }: Client, { plural }: Resource, name: string, line: Chunk): Chunk =>
  plural === 'namespaces'
    ? showsExistence(line, observe(context.machine, `cluster/namespaces/${name}`, 'Active'))
    : line;

const cellText = (cell: Json | undefined): string => {
  if (cell === null || cell === undefined) return '';
  const shown = typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
  const cut = /[\n\r\f]/.exec(shown);
  return cut ? `${shown.slice(0, cut.index)}...` : shown;
};
const kindName = (resource: Resource): string =>
  `${resource.singular || resource.plural}${resource.group === '' ? '' : `.${resource.group}`}`;

async function objects(
  client: Client,
  selected: readonly Selected[],
  options: Options,
  format: string,
): Promise<number> {
  const found: Found[] = [];
  for (const { resource, names } of selected) {
    for (const name of names) {
      const path = pathOf(resource, client.connection.namespace, name);
      found.push({ resource, object: await getJson(client, path, ACCEPT.object) });
    }
    if (names.length > 0) continue;
    const path = pathOf(resource, scopeOf(client, options)) + query(options);
    const list = await getJson(client, path, ACCEPT.object);
    const type = { apiVersion: apiVersionOf(resource), kind: resource.kind };
    for (const object of items(field(list, 'items')))
      found.push({ resource, object: { ...type, ...(object as Record<string, Json>) } });
  }
  const single = selected.length === 1 && selected[0]?.names.length === 1;
  const inOrder = sorted(found, options.value('sort-by'), ({ object }) => object);
  await printObjects(client, inOrder, single, format);
  return 0;
}

async function printObjects(
  client: Client,
  found: readonly Found[],
  single: boolean,
  format: string,
): Promise<void> {
  const { context } = client;
  const whole = (items: Json[]): Json =>
    single
      ? (items[0] ?? null)
      : { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
  const print = async (printed: (items: Json[]) => string): Promise<void> =>
    context.out(await objectsChunk(context, found, single, printed));
  if (format === 'name') for (const each of found) await context.out(nameLine(client, each));
  else if (format === 'json') await print((items) => `${JSON.stringify(whole(items), null, 4)}\n`);
  else if (format === 'yaml') await print((items) => toYaml(whole(items)));
  else if (format.startsWith('jsonpath='))
    await print((items) => jsonPath(format.slice(9), whole(items)));
  else if (format.startsWith('custom-columns='))
    await print((items) => customColumns(format.slice(15), items));
  else
    throw new ClientError(
      `error: unable to match a printer suitable for the output format "${format}", allowed formats are: custom-columns,json,jsonpath,name,wide,yaml\n`,
      format,
    );
}

function nameLine(client: Client, { object, resource }: Found): Chunk {
  const name = text(field(object, 'metadata', 'name'));
  return existing(client, resource, name, `${kindName(resource)}/${name}\n`);
}

function customColumns(spec: string, found: readonly Json[]): string {
  const columns = spec.split(',').map((column) => {
    const at = column.indexOf(':');
    return { title: column.slice(0, at), path: column.slice(at + 1) };
  });
  const rows = found.map((object) =>
    columns.map(({ path }) => jsonPath(`{${path}}`, object) || '<none>'),
  );
  const lines = tabulate([columns.map(({ title }) => title), ...rows], { minimum: 6, padding: 3 });
  return lines.map(textOf).join('');
}

/** A list, then every change; a standing stream moves no time. */
async function watch(
  client: Client,
  selected: readonly Selected[],
  options: Options,
): Promise<number> {
  const { context } = client;
  const [only] = selected;
  if (!only || selected.length > 1)
    throw new ClientError('error: you may only specify a single resource type\n', 'watch');
  const { resource, names } = only;
  const [name] = names;
  const path = pathOf(resource, scopeOf(client, options));
  const selector = new URLSearchParams(query(options).slice(1));
  if (name !== undefined) selector.set('fieldSelector', `metadata.name=${name}`);
  const list = await getJson(client, `${path}?${selector.toString()}`, ACCEPT.table);
  let columns = items(field(list, 'columnDefinitions'));
  let headed = false;
  const print = async (rows: readonly Json[]): Promise<void> => {
    const lines = render(client, resource, columns, rows, options, false);
    for (const [index, line] of lines.entries())
      if (index > 0 || !headed || options.has('no-headers')) await context.out(line);
    headed = true;
  };
  const rows = items(field(list, 'rows'));
  if (rows.length > 0 && !options.has('watch-only')) await print(rows);
  selector.set('watch', '1');
  selector.set('resourceVersion', text(field(list, 'metadata', 'resourceVersion')));
  const message = await open(client, `${path}?${selector.toString()}`, ACCEPT.table);
  if ((message.statusCode ?? 500) >= 400)
    throw statusError((await bodyOf(message)) ?? '', message.statusCode ?? 500);
  const decoder = new TextDecoder();
  let rest = '';
  const events = message[Symbol.asyncIterator]();
  for (;;) {
    const { value, done } = await untilInterrupted(events.next(), context.job).catch(
      (error: unknown) => {
        if (context.job.signal.aborted || !(error instanceof Error && 'code' in error)) throw error;
        return { value: undefined, done: true };
      },
    );
    if (done) return 0;
    const parts = (rest + decoder.decode(value as Uint8Array, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const object = field(JSON.parse(part) as Json, 'object');
      if (items(field(object, 'columnDefinitions')).length > 0)
        columns = items(field(object, 'columnDefinitions'));
      const changed = items(field(object, 'rows'));
      if (changed.length > 0) await print(changed);
    }
  }
}
