/**
 * The kubelet's source of static pods: what its folder's files say, kept by file and by pod.
 * Real: kubernetes pkg/kubelet/config/{file,file_linux}.go. A watch event reads one file; every 20 s all are read, and
 * only then a pod goes whose file no longer says it.
 */
import type { PodProfile } from '../profile.ts';
import { kubelet as lines } from './kubelet.ts';
import { type ManifestRead, readManifest } from './manifest.ts';

export interface StaticPod {
  readonly text: string;
  readonly pod: PodProfile;
}
export interface StaticPods {
  /** Path -> the file's text when it was last read; undefined for a folder. */
  readonly texts: Readonly<Record<string, string | undefined>>;
  /** Path -> the pod that it last said: `namespace/name`. */
  readonly keys: Readonly<Record<string, string>>;
  readonly pods: Readonly<Record<string, StaticPod>>;
  /** The next reading of all will say or do something. */
  readonly unsettled: boolean;
}
export const NONE: StaticPods = { texts: {}, keys: {}, pods: {}, unsettled: false };

export interface ManifestFile {
  readonly path: string;
  readonly folder: boolean;
  readonly content: string;
}
interface Change {
  readonly next: StaticPods;
  readonly complaints: readonly string[];
}

/** The last texts that were read, so that a file is not read twice in one moment. */
const recent = new Map<string, ManifestRead>();
const RECENT_MAX = 64;
function read(text: string): ManifestRead {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const made = readManifest(text);
  if (recent.size >= RECENT_MAX) recent.clear();
  recent.set(text, made);
  return made;
}

const keyOf = ({ namespace, name }: PodProfile): string => `${namespace}/${name}`;
const textOf = (file: ManifestFile): string | undefined => (file.folder ? undefined : file.content);
const visible = (files: readonly ManifestFile[]): readonly ManifestFile[] =>
  files.filter(({ path }) => !(path.split('/').pop() ?? '').startsWith('.'));

/** All files are read: what no file says is no more. */
export function scanned(files: readonly ManifestFile[]): Change {
  const keys: Record<string, string> = {};
  const pods: Record<string, StaticPod> = {};
  const complaints: string[] = [];
  const shown = visible(files);
  for (const file of shown) {
    if (file.folder) {
      complaints.push(lines.folderInFolder(file.path));
      continue;
    }
    const found = read(file.content);
    if ('problem' in found) {
      complaints.push(lines.badManifest(file.path, lines.manifestProblem(file.path, found)));
      continue;
    }
    keys[file.path] = keyOf(found.pod);
    pods[keyOf(found.pod)] = { text: file.content, pod: found.pod };
  }
  const texts = Object.fromEntries(shown.map((file) => [file.path, textOf(file)]));
  return { next: { texts, keys, pods, unsettled: complaints.length > 0 }, complaints };
}

/** Files that have changed since the last reading are read; the others stand as they were. */
export function watched(before: StaticPods, files: readonly ManifestFile[]): Change {
  const keys = { ...before.keys };
  const pods = { ...before.pods };
  const complaints: string[] = [];
  const shown = visible(files);
  const texts = Object.fromEntries(shown.map((file) => [file.path, textOf(file)]));
  for (const path of Object.keys(before.texts)) {
    if (path in texts) continue;
    const key = keys[path];
    delete keys[path];
    if (key !== undefined) delete pods[key];
  }
  for (const { path, folder, content } of shown) {
    if (folder || (path in before.texts && before.texts[path] === content)) continue;
    const found = read(content);
    if ('problem' in found) {
      complaints.push(lines.badManifestEvent(path, lines.manifestProblem(path, found)));
      continue;
    }
    keys[path] = keyOf(found.pod);
    pods[keyOf(found.pod)] = { text: content, pod: found.pod };
  }
  const { next } = scanned(files);
  const same =
    Object.keys(next.pods).length === Object.keys(pods).length &&
    Object.entries(next.pods).every(([key, { text }]) => pods[key]?.text === text);
  return { next: { texts, keys, pods, unsettled: next.unsettled || !same }, complaints };
}
