/**
 * The units of a host as its files have them: what is loaded, what starts at boot, what a command line of a unit runs.
 * Real: systemd 252 unit-file.c (places), install.c (links), exec-util.
 */
import type { FileRecord } from '../world/files.ts';
import { type UnitDefinition, type UnitText, readUnit } from '../text/unit-file.ts';
import type { ServiceProgram } from '../profile.ts';

export interface UnitFiles {
  file(path: string): FileRecord | undefined;
  folder(path: string): readonly FileRecord[];
}

/** The first place wins. */
const PLACES = ['/etc/systemd/system', '/run/systemd/system', '/usr/lib/systemd/system'];
const TARGETS = ['multi-user', 'default', 'sysinit', 'basic', 'sockets', 'network-online'];

export function unitNames(files: UnitFiles): readonly string[] {
  const names = PLACES.flatMap((place) =>
    files
      .folder(place)
      .map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
      .filter((name) => name.endsWith('.service')),
  );
  return [...new Set(names)].toSorted();
}

/** A unit by its name; undefined when no file says it. */
export function unitOf(files: UnitFiles, name: string): UnitDefinition | undefined {
  const main = PLACES.map((place) => files.file(`${place}/${name}`)).find(
    (record) => record !== undefined && !record.folder,
  );
  const path = PLACES.find((place) => files.file(`${place}/${name}`)?.folder === false);
  if (main === undefined || path === undefined) return undefined;
  const seen = new Set<string>();
  const dropIns: UnitText[] = PLACES.flatMap((place) => files.folder(`${place}/${name}.d`))
    .filter(({ path: at, folder }) => !folder && at.endsWith('.conf'))
    .map(({ path: at }) => ({ path: at, content: files.file(at)?.content ?? '' }))
    .filter(({ path: at }) => {
      const base = at.slice(at.lastIndexOf('/') + 1);
      return !seen.has(base) && seen.add(base);
    })
    .toSorted((a, b) => (baseOf(a.path) < baseOf(b.path) ? -1 : 1));
  return readUnit(name, { path: `${path}/${name}`, content: main.content }, dropIns);
}
const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Links in the folders of targets, that make a unit start at boot. */
export function startsAtBoot(files: UnitFiles, name: string): boolean {
  return ['/etc/systemd/system', '/usr/lib/systemd/system'].some((place) =>
    TARGETS.some((target) =>
      ['wants', 'requires'].some((kind) =>
        files.folder(`${place}/${target}.target.${kind}`).some(({ path }) => baseOf(path) === name),
      ),
    ),
  );
}

function enabledOf(files: UnitFiles, unit: UnitDefinition): 'enabled' | 'disabled' | 'static' {
  if (unit.wantedBy.length === 0) return 'static';
  const linked = unit.wantedBy.some((target) =>
    ['wants', 'requires'].some((kind) =>
      files
        .folder(`/etc/systemd/system/${target}.${kind}`)
        .some(({ path }) => baseOf(path) === unit.name),
    ),
  );
  return linked ? 'enabled' : 'disabled';
}

/** What is shown of a unit as it was loaded. */
export const loadedFields = (
  files: UnitFiles,
  loaded: {
    readonly unit: UnitDefinition;
    readonly loadedAt: number;
    readonly load: 'loaded' | 'not-found';
  },
) => {
  const { unit, loadedAt, load } = loaded;
  return {
    description: unit.description,
    path: unit.path,
    dropIns: unit.dropIns,
    enabled: enabledOf(files, unit),
    exec: unit.execText,
    loadedAt,
    load: load === 'loaded' && unit.badSetting !== '' ? ('bad-setting' as const) : load,
  };
};

export type Executable =
  | { readonly program: ServiceProgram; readonly path: string }
  | { readonly script: string; readonly path: string }
  | { readonly problem: string; readonly path: string };

const SEARCH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin'];

/** What execve(2) would run. */
export function executableOf(
  files: UnitFiles,
  programs: Readonly<Record<string, ServiceProgram>>,
  name: string,
): Executable {
  const own = name.replace(/^\/(s?bin)\//, '/usr/$1/');
  const paths = own.includes('/') ? [own] : SEARCH.map((folder) => `${folder}/${own}`);
  for (const path of paths) {
    const program = programs[path];
    if (program !== undefined) return { program, path };
    const file = files.file(path);
    if (file === undefined) continue;
    if (file.folder || (file.mode & 0o111) === 0) return { problem: 'Permission denied', path };
    return { script: file.content, path };
  }
  return { problem: 'No such file or directory', path: own };
}
