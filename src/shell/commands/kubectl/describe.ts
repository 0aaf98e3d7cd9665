/** `kubectl describe`: an object's fields as indented text, and its events. */
import { tabulate } from '../../looks/cells.ts';
import { ACCEPT, ClientError, getJson } from './client.ts';
import type { Client } from './client.ts';
import { field, items, text } from './config.ts';
import type { Json } from './config.ts';
import { pathOf } from './discovery.ts';
import { select } from './get.ts';
import { objectsChunk } from './telling.ts';

export async function describe(client: Client, operands: readonly string[]): Promise<number> {
  let first = true;
  for (const { resource, names } of await select(client, operands)) {
    const { namespace } = client.connection;
    const list =
      names.length > 0
        ? names
        : items(
            field(await getJson(client, pathOf(resource, namespace), ACCEPT.object), 'items'),
          ).map((object) => text(field(object, 'metadata', 'name')));
    for (const name of list) {
      const object = await getJson(client, pathOf(resource, namespace, name), ACCEPT.object);
      if (!first) await client.context.out('\n\n');
      first = false;
      const shown = { object, resource };
      await client.context.out(
        await objectsChunk(client.context, [shown], true, ([only = null]) => fields(only)),
      );
      await events(client, object, resource.namespaced ? namespace : 'default');
    }
  }
  return 0;
}

const WIDTH = 14;
const title = (name: string): string =>
  name.replace(/^./, (c) => c.toUpperCase()).replaceAll(/([a-z])([A-Z])/g, '$1 $2');

const line = (name: string, value: string): string => `${`${name}:`.padEnd(WIDTH)}${value}\n`;

function fields(object: Json): string {
  const metadata = field(object, 'metadata');
  const map = (name: string, value: Json | undefined): string => {
    const entries =
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.entries(value)
        : [];
    if (entries.length === 0) return line(name, '<none>');
    return entries
      .map(
        ([key, item], index) =>
          `${index === 0 ? `${name}:`.padEnd(WIDTH) : ' '.repeat(WIDTH)}${key}=${text(item)}\n`,
      )
      .join('');
  };
  const namespace = text(field(metadata, 'namespace'));
  let out = line('Name', text(field(metadata, 'name')));
  if (namespace !== '') out += line('Namespace', namespace);
  out +=
    map('Labels', field(metadata, 'labels')) + map('Annotations', field(metadata, 'annotations'));
  out +=
    line('API Version', text(field(object, 'apiVersion'))) +
    line('Kind', text(field(object, 'kind')));
  out += line('Created', text(field(metadata, 'creationTimestamp')));
  for (const part of ['spec', 'data', 'status', 'type', 'roleRef', 'subjects']) {
    const value = field(object, part);
    if (value !== undefined) out += `${title(part)}:${block(value, '  ')}`;
  }
  return out;
}

function block(value: Json, indent: string): string {
  if (value === null || typeof value !== 'object') return `  ${text(value)}\n`;
  const entries = Array.isArray(value)
    ? value.map((item) => ['-', item] as const)
    : Object.entries(value);
  if (entries.length === 0) return '  <none>\n';
  return `\n${entries.map(([key, item]) => (key === '-' ? `${indent}-${block(item, `${indent}  `).replace(/^\n\s*/, ' ')}` : `${indent}${title(key)}:${block(item, `${indent}  `)}`)).join('')}`;
}

async function events(client: Client, object: Json, namespace: string): Promise<void> {
  const name = text(field(object, 'metadata', 'name'));
  const kind = text(field(object, 'kind'));
  const selector = encodeURIComponent(`involvedObject.name=${name},involvedObject.kind=${kind}`);
  let list: Json[];
  try {
    list = items(
      field(
        await getJson(
          client,
          `/api/v1/namespaces/${namespace}/events?fieldSelector=${selector}`,
          ACCEPT.object,
        ),
        'items',
      ),
    );
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return;
  }
  const { context } = client;
  if (list.length === 0) return context.out('Events:  <none>\n');
  await context.out('Events:\n');
  const now = context.machine.date(context.machine.now()).getTime();
  const rows = list.map((event) => {
    const at = Date.parse(text(field(event, 'lastTimestamp')) || text(field(event, 'eventTime')));
    const seconds = Math.max(0, Math.floor((now - at) / 1000));
    const age = Number.isNaN(seconds)
      ? '<unknown>'
      : seconds < 120
        ? `${seconds}s`
        : `${Math.floor(seconds / 60)}m`;
    return [
      `  ${text(field(event, 'type'))}`,
      text(field(event, 'reason')),
      age,
      text(field(event, 'source', 'component')) || text(field(event, 'reportingComponent')),
      text(field(event, 'message')),
    ];
  });
  for (const row of tabulate(
    [
      ['  Type', 'Reason', 'Age', 'From', 'Message'],
      ['  ----', '------', '----', '----', '-------'],
      ...rows,
    ],
    { minimum: 0, padding: 2 },
  ))
    await context.out(row);
}
