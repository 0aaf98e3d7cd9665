/** The files of one host for a transfer (sftp, scp): bytes instead of text, as core. */
import type { FileChange, FileView } from '../../sim/index.ts';
import { bytesOfText, textOfBytes } from '../bytes.ts';
import { textOf } from '../looks/chunk.ts';
import { FileError } from './file-error.ts';
import { CORE, nameOf, normalise, openHostFiles, parentOf } from './host-files.ts';
import type { HostFiles, HostFilesOptions, User } from './host-files.ts';

export interface TransferEntry {
  readonly kind: 'file' | 'folder' | 'link';
  readonly sizeBytes: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly owner: string;
  /** Seconds since 1970. */
  readonly modifiedAt: number;
}

export function openTransferFiles(options: HostFilesOptions, user: User = CORE) {
  const files = openHostFiles(options);
  const { lab } = options;
  const entryOf = (file: FileView): TransferEntry => {
    const owner = file.owner.split(':')[0] ?? 'root';
    const id = owner === 'root' ? 0 : 1000;
    return {
      kind: file.link ? 'link' : file.folder ? 'folder' : 'file',
      sizeBytes: sizeOf(files, file, user),
      mode: file.mode & 0o7777,
      uid: id,
      gid: id,
      owner,
      modifiedAt: (lab.epochMicros + file.changedAt) / 1e6,
    };
  };
  const mayChange = (path: string): void =>
    files.mayWrite(`${parentOf(path)}/.eggtooth-name`, user);
  const at = (path: string): FileView => {
    const found = files.lstat(path, user);
    if (!found) throw new FileError('ENOENT', path);
    return found;
  };
  const below = (path: string): FileChange[] => {
    mayChange(path);
    return [{ op: 'remove', path }];
  };
  return {
    home: files.home(user),
    real: (path: string) => files.real(normalise('/', path)),
    stat(path: string, follow: boolean): TransferEntry | undefined {
      const found = follow
        ? files.stat(normalise('/', path), user)
        : files.lstat(normalise('/', path), user);
      return found && entryOf(found);
    },
    list: (path: string) =>
      files
        .list(normalise('/', path), user)
        .map((file) => ({ name: nameOf(file.path), entry: entryOf(file) })),
    read: (path: string) => bytesOfText(textOf(files.read(path, user))),
    mayWrite: (path: string) => files.mayWrite(path, user),
    write: (path: string, bytes: Uint8Array, mode: number | undefined) =>
      files.write(path, textOfBytes(bytes), user, mode),
    async remove(path: string) {
      if (at(path).folder) throw new FileError('EISDIR', path);
      await files.change(below(path));
    },
    async removeFolder(path: string) {
      if (!at(path).folder) throw new FileError('ENOTDIR', path);
      if (files.list(path, user).length > 0) throw new FileError('ENOTEMPTY', path);
      await files.change(below(path));
    },
    async makeFolder(path: string, mode: number | undefined) {
      if (files.lstat(path, user)) throw new FileError('EEXIST', path);
      mayChange(path);
      const bits = mode === undefined ? 0o755 : mode & 0o777 & ~0o022;
      await files.change([{ op: 'folder', path, mode: bits, owner: user.name }]);
    },
    async rename(from: string, to: string) {
      const file = at(from);
      if (files.lstat(to, user)) throw new FileError('EEXIST', to);
      mayChange(to);
      mayChange(from);
      const { mode, owner, content } = file;
      if (file.folder) throw new FileError('EINVAL', from);
      const made: FileChange = file.link
        ? { op: 'write', path: to, content, link: file.link, mode, owner }
        : { op: 'write', path: to, content, mode, owner };
      await files.change([made, { op: 'remove', path: from }]);
    },
    async setMode(path: string, mode: number) {
      const file = files.stat(path, user);
      if (!file) throw new FileError('ENOENT', path);
      const owner = file.owner.split(':')[0];
      if (user.uid !== 0 && owner !== user.name) throw new FileError('EPERM', path);
      const real = files.real(path);
      await files.change([
        file.folder
          ? { op: 'folder', path: real, mode, owner: file.owner }
          : { op: 'write', path: real, content: file.content, mode, owner: file.owner },
      ]);
    },
    readLink(path: string) {
      const file = at(path);
      if (!file.link) throw new FileError('EINVAL', path);
      return file.link;
    },
    async makeLink(path: string, target: string) {
      if (files.lstat(path, user)) throw new FileError('EEXIST', path);
      mayChange(path);
      await files.change([
        { op: 'write', path, content: '', link: target, mode: 0o777, owner: user.name },
      ]);
    },
  };
}

function sizeOf(files: HostFiles, file: FileView, user: User): number {
  if (file.folder) return 4096;
  if (file.link) return bytesOfText(file.link).length;
  try {
    return bytesOfText(textOf(files.read(file.path, user))).length;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return bytesOfText(file.content).length;
  }
}
