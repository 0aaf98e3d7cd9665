/** A host's files for somebody who reaches them without a shell: sftp, as `core`. */
import type { FileView } from '../sim/index.ts';
import { bytesOfText, textOfBytes } from './bytes.ts';
import { PROGRAMS } from './commands/catalogue.ts';
import { interpreter } from './executor/executor.ts';
import { FileError } from './files/file-error.ts';
import { CORE, nameOf, normalise, parentOf } from './files/host-files.ts';
import { textOf } from './looks/chunk.ts';
import { openMachine } from './machine.ts';
import type { MachineOptions } from './machine.ts';

export function openRemoteFiles(options: Omit<MachineOptions, 'commands' | 'interpreter'>) {
  const machine = openMachine({ ...options, commands: PROGRAMS, interpreter });
  const { files } = machine;
  const home = files.home(CORE);
  const at = (path: string): string => normalise(home, path);
  const changeable = (path: string): void =>
    files.mayWrite(`${parentOf(at(path))}/.eggtooth-name`, CORE);
  const described = (file: FileView | undefined, path: string) => {
    if (!file) throw new FileError('ENOENT', path);
    const kind =
      file.link !== undefined
        ? ('link' as const)
        : file.folder
          ? ('folder' as const)
          : ('file' as const);
    return {
      name: nameOf(file.path),
      kind,
      mode: file.mode & 0o7777,
      uid: file.owner.split(':')[0] === 'root' ? 0 : CORE.uid,
      size: sizeOf(file),
      modified: Math.floor(machine.date(file.changedAt).getTime() / 1000),
    };
  };
  function sizeOf(file: FileView): number {
    if (file.folder) return 4096;
    if (file.link !== undefined) return bytesOfText(file.link).length;
    try {
      return bytesOfText(textOf(files.read(file.path, CORE))).length;
    } catch (error) {
      if (error instanceof FileError) return bytesOfText(file.content).length;
      throw error;
    }
  }
  return {
    real: (path: string) => files.real(at(path)),
    stat: (path: string) => described(files.stat(at(path), CORE), path),
    lstat: (path: string) => described(files.lstat(at(path), CORE), path),
    list: (path: string) => files.list(at(path), CORE).map((file) => described(file, path)),
    read: (path: string) => bytesOfText(textOf(files.read(at(path), CORE))),
    write: (path: string, bytes: Uint8Array, mode: number | undefined) =>
      files.write(at(path), textOfBytes(bytes), CORE, mode),
    mayWrite: (path: string) => files.mayWrite(at(path), CORE),
    async makeFolder(path: string, mode: number) {
      changeable(path);
      if (files.lstat(at(path), CORE)) throw new FileError('EEXIST', path);
      await files.change([{ op: 'folder', path: at(path), mode, owner: CORE.name }]);
    },
    async remove(path: string, folder: boolean) {
      const file = files.lstat(at(path), CORE);
      if (!file) throw new FileError('ENOENT', path);
      const isFolder = file.folder && file.link === undefined;
      if (isFolder !== folder) throw new FileError(folder ? 'ENOTDIR' : 'EISDIR', path);
      if (isFolder && files.list(at(path), CORE).length > 0) throw new FileError('ENOTEMPTY', path);
      changeable(path);
      await files.change([{ op: 'remove', path: at(path) }]);
    },
    async rename(from: string, to: string) {
      const file = files.lstat(at(from), CORE);
      if (!file) throw new FileError('ENOENT', from);
      if (file.folder && file.link === undefined) throw new FileError('EISDIR', from);
      changeable(from);
      changeable(to);
      await files.change([
        { op: 'move', path: files.real(parentOf(at(from))) + `/${nameOf(at(from))}`, to: at(to) },
      ]);
    },
    async changeMode(path: string, mode: number) {
      const file = files.stat(at(path), CORE);
      if (!file) throw new FileError('ENOENT', path);
      if (file.owner.split(':')[0] !== CORE.name) throw new FileError('EPERM', path);
      const real = files.real(at(path));
      const { content, owner } = file;
      await files.change([
        file.folder
          ? { op: 'folder', path: real, mode, owner }
          : { op: 'write', path: real, content, mode, owner },
      ]);
    },
    async link(target: string, path: string) {
      changeable(path);
      if (files.lstat(at(path), CORE)) throw new FileError('EEXIST', path);
      await files.change([
        { op: 'write', path: at(path), content: '', link: target, mode: 0o777, owner: CORE.name },
      ]);
    },
    readLink(path: string): string {
      const target = files.linkAt(at(path));
      if (target === undefined) throw new FileError('EINVAL', path);
      return target;
    },
  };
}
