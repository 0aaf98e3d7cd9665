/**
 * `eggtooth shell`: the person's own shell with the lab's variables, and a folder first in PATH
 * whose few programs lead into the lab what names a host of it, and pass on everything else.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runtimeFolder } from '../lab-server/live-labs.ts';
import { labClient, type ClientOptions } from './lab-client.ts';
import { writeWhole } from '../host/write-whole.ts';
import { standIns } from './stand-ins.ts';

interface LabReply {
  readonly id: string;
  readonly addresses: Readonly<Record<string, string>>;
}

export async function shell(options: ClientOptions): Promise<void> {
  const client = await labClient(options);
  const { id, addresses } = await client.request<LabReply>('');
  const path = process.env['PATH'] ?? '';
  const folder = mkdtempSync(join(runtimeFolder(), `eggtooth-${process.pid}-`));
  const made = standIns(path.split(delimiter));
  for (const { name, script } of made) writeWhole(join(folder, name), script, 0o700);
  const names = made.map(({ name }) => name).join(', ');
  process.stderr.write(`Lab ${id}. Here ${names} lead into it; "exit" comes back.\n`);
  const program = process.env['SHELL'] ?? '/bin/sh';
  const child = spawn(program, [], {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...addresses,
      EGGTOOTH_TOKEN: client.token,
      PATH: `${folder}${delimiter}${path}`,
    },
  });
  // Ctrl-C belongs to what runs in the shell.
  process.on('SIGINT', () => undefined);
  process.exitCode = await new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      resolve(1);
    });
  });
  rmSync(folder, { recursive: true, force: true });
}
