/** errno(3) of file operations, with the texts of strerror(3). */
const TEXTS = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  EEXIST: 'File exists',
  EROFS: 'Read-only file system',
  ELOOP: 'Too many levels of symbolic links',
  EINVAL: 'Invalid argument',
  ENOSPC: 'No space left on device',
} as const;
export type Errno = keyof typeof TEXTS;

export class FileError extends Error {
  readonly errno: Errno;
  constructor(errno: Errno, path: string) {
    super(`${errno}: ${TEXTS[errno]}, '${path}'`);
    this.errno = errno;
  }
}
export const strerror = (error: unknown): string => {
  if (error instanceof FileError) return TEXTS[error.errno];
  throw error;
};
