/**
 * The container of an installer pod: copies a static pod's files to the node, writes its manifest, exits.
 * Real: openshift/library-go pkg/operator/staticpod/installerpod/cmd.go.
 */
import { setup } from 'xstate';
import type { Env } from '../env.ts';
import type { FileProfile } from '../profile.ts';
import { INSTALLER_RUN } from '../physics/profiles/programs.ts';

interface Input {
  readonly env: Env;
  readonly containerId: string;
  readonly path: string;
  readonly content: string;
  readonly files: readonly FileProfile[];
}
type Args = { context: Input };

export const installer = setup({
  types: {} as { context: Input; input: Input; events: { type: 'NONE' } },
  delays: { run: ({ context: c }) => c.env.millis('run', INSTALLER_RUN) },
  actions: {
    say: ({ context: c }: Args) =>
      c.env.say(
        c.containerId,
        'I@@klog@@       1 cmd.go:413] Getting controller reference for node',
        'stderr',
      ),
    write: ({ context: c }: Args) => {
      c.env.say(
        c.containerId,
        `I@@klog@@       1 cmd.go:606] Writing pod manifest "${c.path}" ...`,
        'stderr',
      );
      for (const { path, content, mode = 0o644 } of [
        ...c.files,
        { path: c.path, content: c.content, mode: 0o600 },
      ])
        c.env.emit({
          kind: 'file',
          host: c.env.host,
          path,
          content,
          mode,
          owner: 'root',
          folder: false,
        });
      c.env.runtime.exit(c.containerId, 0);
    },
  },
}).createMachine({
  id: 'installer',
  context: ({ input }) => input,
  options: { maxIterations: 1000 },
  initial: 'running',
  states: { running: { entry: 'say', after: { run: 'done' } }, done: { entry: 'write' } },
});
