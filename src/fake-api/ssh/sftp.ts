/**
 * The sftp subsystem, version 3 (draft-ietf-secsh-filexfer-02), as OpenSSH's sftp-server answers: what
 * scp and sftp speak. A file is written to the world when it is closed. Left out: extensions, and times
 * (the world has its own).
 */
import type { Attributes, FileEntry, SFTPWrapper } from 'ssh2';
import ssh2 from 'ssh2';

export interface SftpEntry {
  readonly kind: 'file' | 'folder' | 'link';
  readonly sizeBytes: number;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly owner: string;
  /** Seconds since 1970. */
  readonly modifiedAt: number;
}
/** The files of a host as the user sees them. Errors have `errno`: ENOENT, EACCES… */
export interface SftpFiles {
  readonly home: string;
  /** An absolute path without links, `.` and `..`. */
  real(path: string): string;
  /** Undefined when it is not there. */
  stat(path: string, follow: boolean): SftpEntry | undefined;
  list(path: string): readonly { readonly name: string; readonly entry: SftpEntry }[];
  read(path: string): Uint8Array;
  /** Throws unless the user may write there. */
  mayWrite(path: string): void;
  write(path: string, bytes: Uint8Array, mode: number | undefined): Promise<void>;
  remove(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  makeFolder(path: string, mode: number | undefined): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  setMode(path: string, mode: number): Promise<void>;
  readLink(path: string): string;
  makeLink(path: string, target: string): Promise<void>;
}

const { STATUS_CODE: STATUS, OPEN_MODE: OPEN } = ssh2.utils.sftp;
/** Bytes of one file. */
const FILE_MAX = 8 << 20;
const HANDLES_MAX = 256;
const TYPE_BITS = { file: 0o100000, folder: 0o040000, link: 0o120000 } as const;

interface OpenFile {
  readonly kind: 'file';
  readonly path: string;
  readonly flags: number;
  readonly mode: number | undefined;
  bytes: Uint8Array;
  size: number;
  isChanged: boolean;
}
interface OpenFolder {
  readonly kind: 'folder';
  readonly path: string;
  read: boolean;
}

type Answer = (id: number, work: () => Promise<unknown> | unknown) => void;
interface Room {
  readonly sftp: SFTPWrapper;
  readonly files: SftpFiles;
  readonly answer: Answer;
  readonly handles: Map<number, OpenFile | OpenFolder>;
  /** A path as the client gave it, made absolute. */
  path(given: string): string;
}

export function serveSftp(sftp: SFTPWrapper, files: SftpFiles): void {
  const answer: Answer = (id, work) => {
    void (async () => work())().then(
      (sent) => {
        if (sent !== SENT) sftp.status(id, STATUS.OK);
      },
      (error: unknown) => sftp.status(id, statusOf(error), textOf(error)),
    );
  };
  const handles = new Map<number, OpenFile | OpenFolder>();
  const path = (given: string): string =>
    given.startsWith('/') ? given : given === '' ? files.home : `${files.home}/${given}`;
  const room: Room = { sftp, files, answer, handles, path };
  serveHandles(room);
  serveAttributes(room);
  serveNames(room);
  sftp.on('end', () => leave(sftp));
  // A connection that breaks leaves what it has written.
  sftp.on('close', () => {
    for (const opened of handles.values())
      if (opened.kind === 'file') void save(files, opened).catch(() => undefined);
    handles.clear();
  });
}

/** The client has closed its side: it is told status 0, as of a program that ended well. */
function leave(sftp: SFTPWrapper): void {
  const { _protocol: protocol, outgoing } = sftp as unknown as {
    _protocol: { exitStatus(channel: number, status: number): void };
    outgoing: { id: number };
  };
  protocol.exitStatus(outgoing.id, 0);
  sftp.end();
}

function serveHandles({ sftp, files, answer, handles, path }: Room): void {
  let last = 0;
  const open = (id: number, opened: OpenFile | OpenFolder): typeof SENT => {
    if (handles.size >= HANDLES_MAX) throw new Refused(STATUS.FAILURE);
    last += 1;
    handles.set(last, opened);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(last);
    sftp.handle(id, handle);
    return SENT;
  };
  const at = (handle: Buffer): OpenFile | OpenFolder => found(handles, handle);
  const fileAt = (handle: Buffer): OpenFile => {
    const opened = at(handle);
    if (opened.kind !== 'file') throw new Refused(STATUS.FAILURE);
    return opened;
  };
  sftp.on('OPEN', (id, name, flags, attrs) =>
    answer(id, () => open(id, openFile(files, path(name), flags, attrs))),
  );
  sftp.on('READ', (id, handle, offset, length) =>
    answer(id, () => {
      const file = fileAt(handle);
      if (offset >= file.size) throw new Refused(STATUS.EOF);
      sftp.data(id, Buffer.from(file.bytes.subarray(offset, Math.min(file.size, offset + length))));
      return SENT;
    }),
  );
  sftp.on('WRITE', (id, handle, offset, data) =>
    answer(id, () => put(fileAt(handle), offset, data)),
  );
  sftp.on('CLOSE', (id, handle) =>
    answer(id, async () => {
      const opened = at(handle);
      handles.delete(handle.readUInt32BE());
      if (opened.kind === 'file') await save(files, opened);
    }),
  );
  sftp.on('OPENDIR', (id, name) =>
    answer(id, () => {
      files.list(path(name));
      return open(id, { kind: 'folder', path: path(name), read: false });
    }),
  );
  sftp.on('READDIR', (id, handle) =>
    answer(id, () => {
      const opened = at(handle);
      if (opened.kind !== 'folder') throw new Refused(STATUS.FAILURE);
      if (opened.read) throw new Refused(STATUS.EOF);
      opened.read = true;
      sftp.name(id, listing(files, opened.path));
      return SENT;
    }),
  );
}

function found(
  handles: ReadonlyMap<number, OpenFile | OpenFolder>,
  handle: Buffer,
): OpenFile | OpenFolder {
  const opened = handle.length === 4 ? handles.get(handle.readUInt32BE()) : undefined;
  if (!opened) throw new Refused(STATUS.FAILURE);
  return opened;
}

function serveAttributes({ sftp, files, answer, handles, path }: Room): void {
  const attributes = (id: number, given: string, follow: boolean): typeof SENT => {
    const entry = files.stat(path(given), follow);
    if (!entry) throw new Refused(STATUS.NO_SUCH_FILE);
    sftp.attrs(id, attrsOf(entry));
    return SENT;
  };
  sftp.on('STAT', (id, name) => answer(id, () => attributes(id, name, true)));
  sftp.on('LSTAT', (id, name) => answer(id, () => attributes(id, name, false)));
  sftp.on('FSTAT', (id, handle) =>
    answer(id, () => {
      const opened = found(handles, handle);
      const entry = files.stat(opened.path, true);
      const size = opened.kind === 'file' ? { size: opened.size } : {};
      sftp.attrs(id, { ...attrsOf(entry ?? NEW), ...size });
      return SENT;
    }),
  );
  sftp.on('SETSTAT', (id, name, attrs) => answer(id, () => setStat(files, path(name), attrs)));
  sftp.on('FSETSTAT', (id, handle, attrs) =>
    answer(id, async () => {
      const opened = found(handles, handle);
      if (opened.kind === 'file') await save(files, opened);
      await setStat(files, opened.path, attrs);
    }),
  );
}

function serveNames({ sftp, files, answer, path }: Room): void {
  const name = (id: number, filename: string): typeof SENT => {
    sftp.name(id, [{ filename, longname: filename, attrs: {} as Attributes }]);
    return SENT;
  };
  sftp.on('REALPATH', (id, given) => answer(id, () => name(id, files.real(path(given)))));
  sftp.on('READLINK', (id, given) => answer(id, () => name(id, files.readLink(path(given)))));
  sftp.on('REMOVE', (id, given) => answer(id, () => files.remove(path(given))));
  sftp.on('RMDIR', (id, given) => answer(id, () => files.removeFolder(path(given))));
  sftp.on('MKDIR', (id, given, attrs) =>
    answer(id, () => files.makeFolder(path(given), attrs.mode)),
  );
  sftp.on('RENAME', (id, from, to) => answer(id, () => files.rename(path(from), path(to))));
  // OpenSSH sends the target first, against the draft; ssh2 puts that right for it.
  sftp.on('SYMLINK', (id, link, target) => answer(id, () => files.makeLink(path(link), target)));
}

const SENT: unique symbol = Symbol('sent');
const NEW: SftpEntry = {
  kind: 'file',
  sizeBytes: 0,
  mode: 0o644,
  uid: 1000,
  gid: 1000,
  owner: 'core',
  modifiedAt: 0,
};

/** An answer that is a status other than OK. */
class Refused extends Error {
  readonly status: number;
  constructor(status: number) {
    super('refused');
    this.status = status;
  }
}
function statusOf(error: unknown): number {
  if (error instanceof Refused) return error.status;
  const { errno } = error as { errno?: string };
  if (errno === 'ENOENT' || errno === 'ENOTDIR' || errno === 'ELOOP') return STATUS.NO_SUCH_FILE;
  if (errno === 'EACCES' || errno === 'EPERM' || errno === 'EROFS') return STATUS.PERMISSION_DENIED;
  return STATUS.FAILURE;
}
const TEXTS: Readonly<Record<number, string>> = {
  [STATUS.EOF]: 'End of file',
  [STATUS.NO_SUCH_FILE]: 'No such file',
  [STATUS.PERMISSION_DENIED]: 'Permission denied',
};
const textOf = (error: unknown): string => TEXTS[statusOf(error)] ?? 'Failure';

function openFile(files: SftpFiles, path: string, flags: number, attrs: Attributes): OpenFile {
  const there = files.stat(path, true);
  if (there?.kind === 'folder') throw new Refused(STATUS.FAILURE);
  const writes = (flags & OPEN.WRITE) !== 0;
  if (!there && !(writes && (flags & OPEN.CREAT) !== 0)) throw new Refused(STATUS.NO_SUCH_FILE);
  if (there && (flags & OPEN.EXCL) !== 0) throw new Refused(STATUS.FAILURE);
  if (writes) files.mayWrite(path);
  const keeps = there && (flags & OPEN.TRUNC) === 0;
  const bytes = keeps ? files.read(path) : new Uint8Array();
  return {
    kind: 'file',
    path,
    flags,
    mode: there ? undefined : attrs.mode,
    bytes,
    size: bytes.length,
    isChanged: writes && !keeps,
  };
}

function put(file: OpenFile, offset: number, data: Uint8Array): void {
  if ((file.flags & OPEN.WRITE) === 0) throw new Refused(STATUS.PERMISSION_DENIED);
  const from = (file.flags & OPEN.APPEND) === 0 ? offset : file.size;
  const end = from + data.length;
  if (end > FILE_MAX) throw new Refused(STATUS.FAILURE);
  if (end > file.bytes.length) {
    const grown = new Uint8Array(Math.max(end, file.bytes.length * 2));
    grown.set(file.bytes.subarray(0, file.size));
    file.bytes = grown;
  }
  file.bytes.set(data, from);
  file.size = Math.max(file.size, end);
  file.isChanged = true;
}

async function save(files: SftpFiles, file: OpenFile): Promise<void> {
  if (!file.isChanged) return;
  file.isChanged = false;
  const mode = file.mode === undefined ? undefined : file.mode & 0o7777 & ~0o022;
  await files.write(file.path, file.bytes.slice(0, file.size), mode);
}

async function setStat(files: SftpFiles, path: string, attrs: Attributes): Promise<void> {
  if (!files.stat(path, true)) throw new Refused(STATUS.NO_SUCH_FILE);
  const { mode } = attrs as Partial<Attributes>;
  if (mode !== undefined) await files.setMode(path, mode & 0o7777);
}

const attrsOf = (entry: SftpEntry): Attributes => ({
  mode: TYPE_BITS[entry.kind] | entry.mode,
  uid: entry.uid,
  gid: entry.gid,
  size: entry.sizeBytes,
  atime: Math.floor(entry.modifiedAt),
  mtime: Math.floor(entry.modifiedAt),
});

function listing(files: SftpFiles, folder: string): FileEntry[] {
  const self = files.stat(folder, true) ?? NEW;
  const dots = ['.', '..'].map((name) => ({ name, entry: self }));
  return [...dots, ...files.list(folder)].map(({ name, entry }) => ({
    filename: name,
    longname: longName(name, entry),
    attrs: attrsOf(entry),
  }));
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
/** As `ls -l` shows it; what sftp's own `ls -l` prints. */
function longName(name: string, entry: SftpEntry): string {
  const bits = [6, 3, 0].map((shift) => {
    const value = (entry.mode >> shift) & 7;
    return `${value & 4 ? 'r' : '-'}${value & 2 ? 'w' : '-'}${value & 1 ? 'x' : '-'}`;
  });
  const type = { file: '-', folder: 'd', link: 'l' }[entry.kind];
  const date = new Date(entry.modifiedAt * 1000);
  const when = `${MONTHS[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 16)}`;
  const owner = entry.owner.padEnd(8);
  return `${type}${bits.join('')}    1 ${owner} ${owner} ${String(entry.sizeBytes).padStart(8)} ${when} ${name}`;
}
