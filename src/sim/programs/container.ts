/** What a container's process is: by its image and its command, never by its name. Real: kubelet's expansion, CRI-O, execvp(3). */
import type { ContainerProfile, ImageProfile, PodProfile, Profile } from '../profile.ts';
import type { FileRecord } from '../world/files.ts';
import { PROGRAMS } from './catalogue.ts';
import { type EtcdConfig, discoveryFailed } from './etcd/config.ts';
import { type Mount, hostPathOf } from './files.ts';
import { type Started, ends } from './start.ts';

export type ContainerProcess =
  /** The image holds no such program. */
  | { readonly missing: string }
  | {
      readonly argv: readonly string[];
      readonly mounts: readonly Mount[];
      readonly started?: Started;
    };

interface Host {
  readonly host: string;
  readonly profile: Profile;
  state(): { readonly name: string; readonly address: string };
  file(path: string): FileRecord | undefined;
  running(process: string): boolean;
}

/** What one container of a pod runs on its host. */
export function containerProcess(
  host: Host,
  pod: PodProfile,
  container: ContainerProfile,
): ContainerProcess {
  const { name, address } = host.state();
  const found = processOf(container, {
    image: host.profile.images[container.image],
    pod,
    hostName: name,
    address,
    file: (path) => {
      const record = host.file(path);
      return record === undefined || record.folder ? undefined : record.content;
    },
  });
  if ('missing' in found || found.started === undefined || 'exitCode' in found.started)
    return found;
  if (found.started.kind !== 'etcd-member' || !host.running(`${host.host}/etcd`)) return found;
  const { config } = found.started.input as { config: EtcdConfig };
  const taken = 'listen tcp 0.0.0.0:2380: bind: address already in use';
  return { ...found, started: ends(1, discoveryFailed(config, taken)) };
}

/** The runtime's words for a program that the image does not hold; '' when there is one. */
export function createFailure(found: ContainerProcess): string {
  if (!('missing' in found)) return '';
  const why = found.missing.includes('/')
    ? `stat ${found.missing}: no such file or directory`
    : 'executable file not found in $PATH';
  return `container create failed: runc create failed: unable to start container process: exec: "${found.missing}": ${why}`;
}

interface Surroundings {
  readonly image: ImageProfile | undefined;
  readonly pod: PodProfile;
  readonly hostName: string;
  readonly address: string;
  /** A file of the host. */
  readonly file: (path: string) => string | undefined;
}

function mountsOf(pod: PodProfile, container: ContainerProfile): readonly Mount[] {
  const volumes = new Map((pod.volumes ?? []).map(({ name, hostPath }) => [name, hostPath]));
  return (container.mounts ?? []).flatMap(({ volume, path }) => {
    const hostPath = volumes.get(volume) ?? '';
    return hostPath === '' ? [] : [{ path, hostPath }];
  });
}

function processOf(container: ContainerProfile, around: Surroundings): ContainerProcess {
  const environment = Object.fromEntries(
    (container.env ?? []).map(({ name, value }) => [name, value]),
  );
  const words = [...(container.command ?? []), ...(container.args ?? [])].map((word) =>
    expanded(word, environment),
  );
  const mounts = mountsOf(around.pod, container);
  // Without a command an image of the payload runs its shell, that ends at once for want of a terminal.
  if (words.length === 0)
    return around.image?.programs === undefined
      ? { argv: [], mounts }
      : { argv: ['/bin/bash'], mounts, started: ends(0, [], 50) };
  const argv = ofShell(words) ?? words;
  for (const name of [words[0] ?? '', argv[0] ?? ''])
    if (!holds(around.image, name)) {
      if (name === words[0]) return { missing: name };
      return {
        argv,
        mounts,
        started: ends(127, [`/bin/sh: line 1: ${name}: command not found`], 20),
      };
    }
  const program =
    around.image?.programs === undefined ? undefined : PROGRAMS[baseOf(argv[0] ?? '')];
  if (program === undefined) return { argv, mounts };
  const read = (path: string): string | undefined => {
    const place = hostPathOf(mounts, path);
    return place === undefined ? undefined : around.file(place);
  };
  const { hostName, address } = around;
  return { argv, mounts, started: program({ argv, environment, hostName, address, read }) };
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `$(NAME)` of the container's own environment; `$$` is a dollar sign. */
const expanded = (word: string, environment: Readonly<Record<string, string>>): string =>
  word.replaceAll(/\$(\$|\(([\w.-]+)\))/g, (whole, sign: string, name: string | undefined) =>
    sign === '$' ? '$' : (environment[name ?? ''] ?? whole),
  );

/** /bin is /usr/bin; a bare name is looked for along PATH. */
function holds(image: ImageProfile | undefined, name: string): boolean {
  if (image?.programs === undefined) return true;
  if (!name.includes('/')) return image.programs.some((path) => baseOf(path) === name);
  const path = name.replace(/^\/(s?bin)\//, '/usr/$1/');
  return image.programs.includes(path);
}

/** The one command of `sh -c '[exec] program words…'`; undefined for a script that is more than that. */
function ofShell(words: readonly string[]): readonly string[] | undefined {
  const [shell = '', dash, script = ''] = words;
  if (!['sh', 'bash'].includes(baseOf(shell)) || !/^-[a-z]*c$/.test(dash ?? '')) return undefined;
  const line = script.replaceAll(/\\\n/g, ' ').trim();
  if (/[;|&<>$`(){}*?#\n]/.test(line)) return undefined;
  const found = [...line.matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
  return found[0] === 'exec' ? found.slice(1) : found;
}
