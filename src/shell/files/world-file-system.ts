/**
 * The host's files in the shape that just-bash's text tools and glob expansion want. `overlay`
 * holds the files as they would read in the other world; a sealed file system takes no writes.
 */
import type { ByteString, IFileSystem } from 'just-bash';
import { bytesOfText, textOfBytes } from '../bytes.ts';
import { textOf } from '../looks/chunk.ts';
import { LENT } from '../text-tools/lent-names.ts';
import { FileError } from './file-error.ts';
import type { HostFiles, User } from './host-files.ts';
import { nameOf, normalise } from './host-files.ts';

export interface FileSystemOptions {
  readonly files: HostFiles;
  readonly user: User;
  /** Lab time of a file as a date of the lab. */
  readonly date: (micros: number) => Date;
  readonly overlay?: ReadonlyMap<string, string>;
}

/** just-bash looks its own tools up in PATH, so the folder of programs must seem to hold them. */
const TOOLS = new Set(LENT.map((name) => `/usr/bin/${name}`));
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const textOfContent = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : textOfBytes(content);

const later = <T>(make: () => T): Promise<T> =>
  new Promise((resolve) => {
    resolve(make());
  });

const unsupported = (what: string) => (): Promise<never> =>
  Promise.reject(new Error(`${what}: not simulated by Eggtooth`));

/** The tools that would need these are our own programs. */
const NOT_SIMULATED = {
  cp: unsupported('cp'),
  mv: unsupported('mv'),
  chmod: unsupported('chmod'),
  symlink: unsupported('symbolic links'),
  link: unsupported('links'),
};

export function worldFileSystem(options: FileSystemOptions): IFileSystem {
  const { files, user, date, overlay } = options;
  const sealed = overlay !== undefined;
  const read = (path: string): string =>
    path === '/dev/null' ? '' : (overlay?.get(path) ?? textOf(files.read(path, user)));
  const refuse = (path: string): void => {
    if (sealed) throw new FileError('EROFS', path);
  };
  const stat = (path: string) => {
    if (path === '/dev/null') return { ...DEVICE, mtime: date(0) };
    if (TOOLS.has(path)) return { ...DEVICE, mode: 0o755, mtime: date(0) };
    const file = files.stat(path, user);
    if (!file) throw new FileError('ENOENT', path);
    return {
      isFile: !file.folder,
      isDirectory: file.folder,
      isSymbolicLink: false,
      mode: file.mode,
      size: file.folder ? 4096 : bytesOfText(read(path)).length,
      mtime: date(file.changedAt),
    };
  };

  return {
    readFile: (path) => later(() => read(path)),
    readFileBuffer: (path) => later(() => bytesOfText(read(path))),
    readFileBytes: (path) => later(() => latin1(bytesOfText(read(path))) as unknown as ByteString),
    async writeFile(path, content) {
      refuse(path);
      if (path !== '/dev/null') await files.write(path, textOfContent(content), user);
    },
    async appendFile(path, content) {
      refuse(path);
      if (path !== '/dev/null') await files.append(path, textOfContent(content), user);
    },
    exists: (path) =>
      later(() => path === '/dev/null' || TOOLS.has(path) || files.stat(path, user) !== undefined),
    stat: (path) => later(() => stat(path)),
    lstat: (path) =>
      later(() => {
        const file = path.startsWith('/usr/bin/') ? undefined : files.lstat(path, user);
        if (file?.link === undefined) return stat(path);
        const size = bytesOfText(file.link).length;
        const mtime = date(file.changedAt);
        return { ...DEVICE, isFile: false, isSymbolicLink: true, mode: 0o777, size, mtime };
      }),
    readlink: (path) =>
      later(() => {
        const file = files.lstat(path, user);
        if (!file) throw new FileError('ENOENT', path);
        if (file.link === undefined) throw new FileError('EINVAL', path);
        return file.link;
      }),
    readdir: (path) => later(() => files.list(path, user).map((file) => nameOf(file.path))),
    async mkdir(path) {
      refuse(path);
      files.mayWrite(path, user);
      await files.change([{ op: 'folder', path, owner: user.name }]);
    },
    async rm(path) {
      refuse(path);
      files.mayWrite(path, user);
      await files.change([{ op: 'remove', path }]);
    },
    ...NOT_SIMULATED,
    realpath: (path) => later(() => files.real(path)),
    utimes: () => Promise.resolve(),
    resolvePath: (base, path) => normalise(base, path),
    getAllPaths: () => [],
  };
}
const DEVICE = { isFile: true, isDirectory: false, isSymbolicLink: false, mode: 0o666, size: 0 };
