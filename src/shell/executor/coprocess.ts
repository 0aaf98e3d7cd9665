/** coproc: a command in the background with a pipe to it and one from it. */
import type { Io } from '../commands/command.ts';
import { Pipe } from '../pipe.ts';
import type { Job } from '../process.ts';
import type { ShellState } from '../shell-state.ts';
import type { Of } from '../syntax/tree.ts';
import { indexed, setScalar } from '../variables.ts';
import { settle } from './evidence.ts';
import { behind } from './substitution.ts';

const FROM_CHILD = 63;
const TO_CHILD = 60;

export function runCoprocess(
  shell: ShellState,
  command: Of<'coprocess'>,
  io: Io,
  job: Job,
): Promise<void> {
  const to = new Pipe();
  const from = new Pipe();
  const item = {
    pipelines: [
      { commands: [command.body], withErrors: [], negated: false, timed: false, timedPosix: false },
    ],
    operators: [],
    background: false,
    text: '',
  };
  const done = behind(shell, [item], { ...io, stdin: to, stdout: from }, job);
  void done.then(() => from.end());
  shell.descriptors.set(FROM_CHILD, { source: from });
  shell.descriptors.set(TO_CHILD, { sink: to });
  const { descriptors } = shell;
  const watched = descriptors.set.bind(descriptors);
  // Its input ends when the shell closes the descriptor.
  descriptors.set = (fd, descriptor) => {
    if (fd === TO_CHILD && !descriptor.sink) to.end();
    return watched(fd, descriptor);
  };
  shell.arrays.set(command.name, indexed([String(FROM_CHILD), String(TO_CHILD)]));
  setScalar(shell, `${command.name}_PID`, String(shell.lastBackgroundPid));
  settle(shell, 0);
  return Promise.resolve();
}
