/**
 * A trainee of a drill, with her token and her files only, who keeps every byte that she is given, each
 * with the lab's time at which it had come.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import type { OpenLab } from '../../src/lab-server/open-lab.ts';
import type { Micros } from '../../src/sim/index.ts';

export interface Kept {
  /** Where it came from. */
  readonly from: string;
  readonly text: string;
  readonly now: Micros;
}
export interface Answered {
  readonly status: number;
  readonly text: string;
}
export interface Stream {
  say(message: object): void;
  /** Types a line in a terminal and waits for the prompt after it. */
  run(channel: number, line: string): Promise<void>;
  /** Waits for a terminal's prompt, or for its end. */
  ready(channel: number): Promise<void>;
  close(): void;
}
export type Trainee = ReturnType<typeof traineeOf>;
const PROMPT = /\[\w+@[\w-]+ [^\]\n]*\][$#] $/;
const PATIENCE_MILLIS = 20_000;

export function traineeOf({ lab, url, token, env }: Omit<OpenLab, 'staffToken'>) {
  const kept: Kept[] = [];
  const keep = (from: string, text: string): void =>
    void kept.push({ from, text, now: lab.world.now });

  async function ask(path: string, body?: unknown, method?: string): Promise<Answered> {
    const response = await fetch(`${url}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    keep(`${path} ${response.status}`, `${JSON.stringify([...response.headers])}\n${text}`);
    return { status: response.status, text };
  }

  async function stream(id: string): Promise<Stream> {
    const address = `${url.replace('http', 'ws')}/api/v1/labs/${id}/stream`;
    const socket = new WebSocket(address, [`eggtooth.token.${token}`]);
    const screens = new Map<number, string>();
    socket.on('message', (data) => {
      keep('stream', String(data));
      const { type, channel, data: text, written } = JSON.parse(String(data));
      if (type === 'data') {
        screens.set(channel, `${screens.get(channel) ?? ''}${text}`);
        socket.send(JSON.stringify({ type: 'ack', channel, written }));
      } else if (type === 'exit' || type === 'error') screens.set(channel, '[gone@gone x]$ ');
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    const say = (message: object): void => socket.send(JSON.stringify(message));
    async function ready(channel: number): Promise<void> {
      const late = performance.now() + PATIENCE_MILLIS;
      while (!PROMPT.test(screens.get(channel) ?? '')) {
        if (performance.now() > late)
          throw new Error(`no prompt: ${screens.get(channel)?.slice(-400)}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    return {
      say,
      ready,
      async run(channel, line) {
        if (screens.get(channel)?.startsWith('[gone') === true) return;
        screens.set(channel, '');
        say({ type: 'input', channel, data: `${line}\r` });
        await ready(channel);
      },
      close: () => socket.close(),
    };
  }

  const kubeconfig = readFileSync(env['KUBECONFIG'] ?? '', 'utf8');
  const pem = (name: string): Buffer =>
    Buffer.from(new RegExp(`${name}: (\\S+)`).exec(kubeconfig)?.[1] ?? '', 'base64');
  const identity = {
    ca: pem('certificate-authority-data'),
    cert: pem('client-certificate-data'),
    key: pem('client-key-data'),
  };
  /** Through the balancer's door; the error's words where there is no answer. */
  const kube = (path: string): Promise<string> =>
    new Promise((resolve) => {
      const done = (text: string): void => {
        keep(`kube ${path}`, text);
        resolve(text);
      };
      request(`${env['EGGTOOTH_API']}${path}`, { ...identity, agent: false }, (response) => {
        let text = '';
        response
          .on('data', (chunk) => void (text += String(chunk)))
          .on('end', () => done(text))
          .on('error', ({ message }) => done(message));
      })
        .on('error', ({ message }) => done(message))
        .end();
    });
  /** Every resource that discovery tells of, and what stands beside them. */
  async function kubeAll(): Promise<void> {
    const beside = ['/', '/version', '/metrics', '/openapi/v2', '/openapi/v3', '/readyz?verbose'];
    await Promise.all(beside.map(kube));
    const groups = [...(await kube('/apis')).matchAll(/"groupVersion":"([^"]+)"/g)];
    const roots = ['/api/v1', ...new Set(groups.map(([, gv]) => `/apis/${gv}`))];
    await Promise.all(
      roots.map(async (root) => {
        const names = [...(await kube(root)).matchAll(/"name":"([a-z]+)"/g)];
        await Promise.all(names.map(([, name]) => kube(`${root}/${name}`)));
      }),
    );
  }
  const journal = (path: string, accept: string): Promise<void> =>
    new Promise((resolve) => {
      plainRequest(`${env['EGGTOOTH_JOURNAL']}${path}`, { headers: { accept } }, (response) => {
        let text = '';
        response
          .on('data', (chunk) => void (text += String(chunk)))
          .on('close', () => {
            keep(`journal ${path}`, text);
            resolve();
          });
      })
        .on('error', () => resolve())
        .end();
    });
  /** Raw bytes through the proxy's door, after CONNECT. */
  const proxy = (to: string, bytes: string): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(Number(new URL(env['EGGTOOTH_PROXY'] ?? '').port), '127.0.0.1');
      let text = '';
      socket
        .on('data', (chunk) => {
          if (text === '') socket.write(bytes);
          text += String(chunk);
        })
        .on('error', () => undefined)
        .on('close', () => {
          keep(`proxy ${to}`, text);
          resolve();
        });
      socket.write(`CONNECT ${to} HTTP/1.1\r\nHost: ${to}\r\n\r\n`);
    });
  /** Her folder and the variables of her shell. */
  function files(): void {
    const folder = env['ASSETS_DIR'] ?? '';
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      keep(`file ${path}`, entry.isFile() ? readFileSync(path, 'utf8') : '');
    }
  }
  return { kept, keep, ask, stream, kube, kubeAll, journal, proxy, files };
}
