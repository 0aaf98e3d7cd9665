/**
 * The parts of the bundle that the tests of real clients and of the page put together themselves: what runs there is
 * what is shipped. Not exported by the package.
 */
export { serveKube } from '../fake-api/kube/server.ts';
export { serveSsh } from '../fake-api/ssh/server.ts';
export { openLiveLab } from '../host/open-live-lab.ts';
export { openNetwork } from '../host/network.ts';
export { packageRoot } from '../host/package-root.ts';
export { openPki } from '../host/pki.ts';
export { openHall } from '../lab-server/hall.ts';
export { openLab } from '../lab-server/open-lab.ts';
export * from '../scenario/index.ts';
export { openTransferFiles } from '../shell/files/transfer-files.ts';
export { openShell } from '../shell/open-shell.ts';
export * from '../sim/index.ts';
export { openChecklist } from '../training/checklist.ts';
