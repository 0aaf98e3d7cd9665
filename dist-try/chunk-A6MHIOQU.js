import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);

// src/lab-server/live-labs.ts
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
var STATE_FILE = "lab.json";
var PREFIX = "eggtooth-";
var NAME = /^eggtooth-(\d+)-/;
var PLAIN_PATH = /^[\w./:@%+-]+$/;
function runtimeFolder() {
  const runtime = process.env["XDG_RUNTIME_DIR"];
  if (runtime !== void 0 && isFolder(runtime) && PLAIN_PATH.test(runtime)) return runtime;
  return PLAIN_PATH.test(tmpdir()) ? tmpdir() : "/tmp";
}
function newLabFolder() {
  return mkdtempSync(join(runtimeFolder(), `${PREFIX}${process.pid}-`));
}
function removeStaleFolders() {
  for (const { folder, pid } of labFolders()) {
    if (!isAlive(pid)) rmSync(folder, { recursive: true, force: true });
  }
}
function liveLabs() {
  return labFolders().filter(({ pid }) => isAlive(pid)).flatMap(({ folder }) => readState(join(folder, STATE_FILE)) ?? []);
}
function labFolders() {
  const base = runtimeFolder();
  return readdirSync(base).map((name) => ({ folder: join(base, name), pid: Number(NAME.exec(name)?.[1] ?? 0) })).filter(({ folder, pid }) => pid > 0 && isOwn(folder));
}
function isOwn(folder) {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && (userInfo().uid < 0 || stats.uid === userInfo().uid);
}
function isFolder(path) {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
function readState(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || error.code === "ENOENT") {
      return void 0;
    }
    throw error;
  }
}

export {
  STATE_FILE,
  runtimeFolder,
  newLabFolder,
  removeStaleFolders,
  liveLabs
};
