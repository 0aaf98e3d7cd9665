/** The tests of files: `-e`, `-f`, `-nt` and the others, of `test` and of `[[`. */
import { FileError } from '../files/file-error.ts';
import { textOf } from '../looks/chunk.ts';
import type { ShellState } from '../shell-state.ts';
import type { FileView } from '../../sim/index.ts';

const DEVICES = /^\/dev\/(?:null|zero|full|urandom|random|tty)$/;

function viewOf(shell: ShellState, name: string): FileView | undefined {
  const { files } = shell.machine;
  if (name === '') return undefined;
  try {
    return files.stat(files.resolve(shell.cwd, name), shell.user);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

export function fileTest(shell: ShellState, operator: string, name: string): boolean {
  const path = shell.machine.files.resolve(shell.cwd, name);
  const isLink = name !== '' && shell.machine.files.linkAt(path) !== undefined;
  if (operator === '-L' || operator === '-h') return isLink;
  const isDevice = DEVICES.test(path);
  if (isDevice) return ['-e', '-a', '-c', '-r', '-w'].includes(operator);
  const found = viewOf(shell, name);
  if (!found) return false;
  switch (operator) {
    case '-e':
    case '-a':
      return true;
    case '-f':
      return !found.folder;
    case '-d':
      return found.folder;
    case '-s':
      return (
        found.folder ||
        textOf(shell.machine.files.read(path, { name: 'root', uid: 0, groups: {} })) !== ''
      );
    case '-r':
      return permits(shell, found, 4);
    case '-w':
      return permits(shell, found, 2);
    case '-x':
      return permits(shell, found, 1);
    case '-u':
      return (found.mode & 0o4000) !== 0;
    case '-g':
      return (found.mode & 0o2000) !== 0;
    case '-k':
      return (found.mode & 0o1000) !== 0;
    case '-O':
    case '-G':
      return found.owner.split(':')[0] === shell.user.name;
    case '-N':
      return true;
    default:
      return false;
  }
}

function permits(shell: ShellState, file: FileView, bit: number): boolean {
  if (shell.user.uid === 0) return bit !== 1 || file.folder || (file.mode & 0o111) !== 0;
  const shift = file.owner.split(':')[0] === shell.user.name ? 6 : 0;
  return ((file.mode >> shift) & bit) !== 0;
}

export function compareFiles(
  shell: ShellState,
  left: string,
  operator: string,
  right: string,
): boolean {
  const a = viewOf(shell, left);
  const b = viewOf(shell, right);
  if (operator === '-ef') return a !== undefined && b !== undefined && a.path === b.path;
  if (operator === '-nt') return a !== undefined && (b === undefined || a.changedAt > b.changedAt);
  return b !== undefined && (a === undefined || a.changedAt < b.changedAt);
}
export const FILE_OPERATORS = /^-[abcdefghkpLrsSuwxOGN]$/;
