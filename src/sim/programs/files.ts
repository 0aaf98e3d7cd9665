/** A container's mount view: paths of its own that lead to the host's. Real: CRI-O's bind mounts of hostPath volumes. */
export interface Mount {
  readonly path: string;
  readonly hostPath: string;
}

/** Where a path of the container lies on the host; undefined when it is its image's own. */
export function hostPathOf(mounts: readonly Mount[], path: string): string | undefined {
  const [mount] = mounts
    .filter((each) => path === each.path || path.startsWith(`${each.path.replace(/\/$/, '')}/`))
    .toSorted((a, b) => b.path.length - a.path.length);
  return mount === undefined ? undefined : mount.hostPath + path.slice(mount.path.length);
}

/** The first of the files that cannot be opened, as Go says it; '' when all are there. */
export function openProblem(
  read: (path: string) => string | undefined,
  paths: readonly (string | undefined)[],
): string {
  const missing = paths.find(
    (path) => path !== undefined && path !== '' && read(path) === undefined,
  );
  return missing === undefined ? '' : `open ${missing}: no such file or directory`;
}
