/**
 * The sftp subsystem, version 3 of draft-ietf-secsh-filexfer, on ssh2: what OpenSSH's sftp and scp
 * ask of a server. Files are held whole until they are closed, as one change of the world.
 */
import ssh2 from 'ssh2';
import type { Attributes, FileEntry, SFTPWrapper } from 'ssh2';

export interface RemoteFile {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  readonly uid: number;
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
}
/** The host's files as the user who has logged in sees them. Errors are `Error`s with an `errno`. */
export interface RemoteFiles {
  real(path: string): string;
  stat(path: string): RemoteFile;
  lstat(path: string): RemoteFile;
  list(path: string): readonly RemoteFile[];
  read(path: string): Uint8Array;
  write(path: string, bytes: Uint8Array, mode: number | undefined): Promise<void>;
  mayWrite(path: string): void;
  makeFolder(path: string, mode: number): Promise<void>;
  remove(path: string, folder: boolean): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  changeMode(path: string, mode: number): Promise<void>;
  link(target: string, path: string): Promise<void>;
  readLink(path: string): string;
}

const { STATUS_CODE: STATUS, OPEN_MODE } = ssh2.utils.sftp;
const TYPES = { file: 0o100000, folder: 0o040000, link: 0o120000 };

/** ssh2 has no door for the exit status of a subsystem; a client takes none for a failure. */
function sayStatus(sftp: SFTPWrapper): void {
  const { _protocol: protocol, outgoing } = sftp as unknown as {
    readonly _protocol?: { exitStatus(channel: number, status: number): void };
    readonly outgoing?: { readonly id: number };
  };
  if (protocol && outgoing) protocol.exitStatus(outgoing.id, 0);
}

interface OpenFile {
  readonly path: string;
  bytes: Buffer;
  size: number;
  readonly writes: boolean;
  mode: number | undefined;
}
interface OpenFolder {
  readonly path: string;
  listed: boolean;
}

const attributesOf = (file: RemoteFile): Attributes => ({
  mode: TYPES[file.kind] | file.mode,
  uid: file.uid,
  gid: file.uid,
  size: file.size,
  atime: file.modified,
  mtime: file.modified,
});

function statusOf(error: unknown): number {
  const errno = error instanceof Error && 'errno' in error ? error.errno : undefined;
  if (errno === 'ENOENT') return STATUS.NO_SUCH_FILE;
  return errno === 'EACCES' || errno === 'EPERM' ? STATUS.PERMISSION_DENIED : STATUS.FAILURE;
}

export function serveSftp(sftp: SFTPWrapper, files: RemoteFiles): void {
  const open = new Map<number, OpenFile | OpenFolder>();
  let handles = 0;
  const handleFor = (entry: OpenFile | OpenFolder): Buffer => {
    handles += 1;
    open.set(handles, entry);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(handles);
    return handle;
  };
  const entryOf = (handle: Buffer): OpenFile | OpenFolder | undefined =>
    handle.length === 4 ? open.get(handle.readUInt32BE()) : undefined;
  const fileOf = (handle: Buffer): OpenFile | undefined => {
    const entry = entryOf(handle);
    return entry && 'bytes' in entry ? entry : undefined;
  };
  /** Answers with what `act` does or gives, or with its error. */
  const answer = (id: number, act: () => Promise<void> | void): void => {
    void (async () => {
      try {
        await act();
      } catch (error) {
        sftp.status(id, statusOf(error));
      }
    })();
  };
  const done = (id: number, act: () => Promise<void> | void): void =>
    answer(id, async () => {
      await act();
      sftp.status(id, STATUS.OK);
    });
  // The client has said its last word: the channel ends with status 0, as sftp-server does.
  sftp.on('end', () => {
    sayStatus(sftp);
    sftp.end();
  });
  serveFiles(sftp, files, { handleFor, fileOf, answer });
  sftp.on('CLOSE', (id, handle) =>
    done(id, async () => {
      const entry = entryOf(handle);
      open.delete(handle.length === 4 ? handle.readUInt32BE() : 0);
      if (entry && 'bytes' in entry && entry.writes)
        await files.write(entry.path, entry.bytes.subarray(0, entry.size), entry.mode);
    }),
  );
  sftp.on('OPENDIR', (id, path) =>
    answer(id, () => {
      files.list(path);
      sftp.handle(id, handleFor({ path, listed: false }));
    }),
  );
  sftp.on('READDIR', (id, handle) =>
    answer(id, () => {
      const entry = entryOf(handle);
      if (!entry || 'bytes' in entry) return sftp.status(id, STATUS.FAILURE);
      if (entry.listed) return sftp.status(id, STATUS.EOF);
      entry.listed = true;
      const self = files.stat(entry.path);
      const all = [{ ...self, name: '.' }, { ...self, name: '..' }, ...files.list(entry.path)];
      sftp.name(id, all.map(nameOf));
    }),
  );
  const attributes = (id: number, get: () => RemoteFile): void =>
    answer(id, () => sftp.attrs(id, attributesOf(get())));
  sftp.on('STAT', (id, path) => attributes(id, () => files.stat(path)));
  sftp.on('LSTAT', (id, path) => attributes(id, () => files.lstat(path)));
  sftp.on('SETSTAT', (id, path, { mode }) =>
    done(id, () => (mode === undefined ? undefined : files.changeMode(path, mode & 0o7777))),
  );
  sftp.on('MKDIR', (id, path, { mode }) =>
    done(id, () => files.makeFolder(path, (mode ?? 0o755) & 0o7777)),
  );
  sftp.on('RMDIR', (id, path) => done(id, () => files.remove(path, true)));
  sftp.on('REMOVE', (id, path) => done(id, () => files.remove(path, false)));
  sftp.on('RENAME', (id, from, to) => done(id, () => files.rename(from, to)));
  // ssh2 has put OpenSSH's order (the target first, whatever the draft says) right.
  sftp.on('SYMLINK', (id, path, target) => done(id, () => files.link(target, path)));
  const named = (id: number, get: () => string): void =>
    answer(id, () => sftp.name(id, [{ filename: get(), longname: '', attrs: NO_ATTRIBUTES }]));
  sftp.on('READLINK', (id, path) => named(id, () => files.readLink(path)));
  sftp.on('REALPATH', (id, path) => named(id, () => files.real(path)));
}
const NO_ATTRIBUTES: Attributes = { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };

function nameOf(file: RemoteFile): FileEntry {
  const owner = file.uid === 0 ? 'root' : 'core';
  const letter = { file: '-', folder: 'd', link: 'l' }[file.kind];
  const bits = [6, 3, 0]
    .map((shift) => (file.mode >> shift) & 7)
    .map((bit) => `${bit & 4 ? 'r' : '-'}${bit & 2 ? 'w' : '-'}${bit & 1 ? 'x' : '-'}`);
  const date = new Date(file.modified * 1000).toUTCString();
  const longname = `${letter}${bits.join('')}    1 ${owner.padEnd(8)} ${owner.padEnd(8)} ${String(file.size).padStart(8)} ${date.slice(8, 11)} ${date.slice(5, 7)} ${date.slice(17, 22)} ${file.name}`;
  return { filename: file.name, longname, attrs: attributesOf(file) };
}

interface Doors {
  readonly handleFor: (entry: OpenFile) => Buffer;
  readonly fileOf: (handle: Buffer) => OpenFile | undefined;
  readonly answer: (id: number, act: () => Promise<void> | void) => void;
}
/** Bytes that one file may have: a client may write at any offset. */
const SIZE_MAX = 8 << 20;

function serveFiles(
  sftp: SFTPWrapper,
  files: RemoteFiles,
  { handleFor, fileOf, answer }: Doors,
): void {
  sftp.on('OPEN', (id, path, flags, { mode }) =>
    answer(id, () => {
      const writes = (flags & (OPEN_MODE.WRITE | OPEN_MODE.APPEND)) !== 0;
      if (writes) files.mayWrite(path);
      const fresh = writes && (flags & OPEN_MODE.TRUNC) !== 0;
      const bytes =
        fresh || (writes && !isThere(files, path))
          ? Buffer.alloc(0)
          : Buffer.from(files.read(path));
      const wanted = mode === undefined ? undefined : mode & 0o7777;
      sftp.handle(id, handleFor({ path, bytes, size: bytes.length, writes, mode: wanted }));
    }),
  );
  sftp.on('READ', (id, handle, offset, length) => {
    const file = fileOf(handle);
    if (!file) return sftp.status(id, STATUS.FAILURE);
    if (offset >= file.size) return sftp.status(id, STATUS.EOF);
    sftp.data(id, file.bytes.subarray(offset, Math.min(file.size, offset + length)));
  });
  sftp.on('WRITE', (id, handle, offset, data) => {
    const file = fileOf(handle);
    const end = offset + data.length;
    if (!file?.writes || end > SIZE_MAX) return sftp.status(id, STATUS.FAILURE);
    if (end > file.bytes.length) {
      const grown = Buffer.alloc(Math.min(SIZE_MAX, Math.max(end, file.bytes.length * 2)));
      file.bytes.copy(grown);
      file.bytes = grown;
    }
    data.copy(file.bytes, offset);
    file.size = Math.max(file.size, end);
    sftp.status(id, STATUS.OK);
  });
  sftp.on('FSTAT', (id, handle) =>
    answer(id, () => {
      const file = fileOf(handle);
      if (!file) return sftp.status(id, STATUS.FAILURE);
      const there = isThere(files, file.path) ? files.stat(file.path) : undefined;
      const { mode = 0o644, uid = 1000, modified = 0 } = there ?? {};
      sftp.attrs(
        id,
        attributesOf({ name: '', kind: 'file', mode, uid, size: file.size, modified }),
      );
    }),
  );
  sftp.on('FSETSTAT', (id, handle, { mode }) => {
    const file = fileOf(handle);
    if (file && mode !== undefined) file.mode = mode & 0o7777;
    sftp.status(id, file ? STATUS.OK : STATUS.FAILURE);
  });
}
function isThere(files: RemoteFiles, path: string): boolean {
  try {
    files.stat(path);
    return true;
  } catch (error) {
    if (statusOf(error) === STATUS.NO_SUCH_FILE) return false;
    throw error;
  }
}
