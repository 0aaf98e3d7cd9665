import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  labClient
} from "./chunk-KKJZXHN5.js";
import {
  runtimeFolder
} from "./chunk-A6MHIOQU.js";
import "./chunk-WA2EW5IM.js";
import "./chunk-DN2B56ZS.js";

// src/cli/shell.ts
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join as join2 } from "node:path";

// src/cli/stand-ins.ts
import { existsSync } from "node:fs";
import { join } from "node:path";
function standIns(path) {
  const real = (program) => path.map((folder) => join(folder, program)).find((file) => existsSync(file));
  const ssh = real("ssh");
  const curl = real("curl");
  const kubectl = real("kubectl");
  const made = [{ name: "virsh", script: onWorkstation("virsh") }];
  if (ssh !== void 0) made.push({ name: "ssh", script: sshScript(ssh) });
  if (curl !== void 0) made.push({ name: "curl", script: curlScript(curl) });
  if (kubectl === void 0) made.push({ name: "kubectl", script: onWorkstation("kubectl") });
  if (real("oc") === void 0) {
    const script = kubectl === void 0 ? onWorkstation("oc") : `#!/bin/sh
exec ${kubectl} "$@"
`;
    made.push({ name: "oc", script });
  }
  return made;
}
var onWorkstation = (program) => `#!/bin/sh
line="KUBECONFIG='$KUBECONFIG' ${program}"
for word; do
  line="$line '$(printf '%s' "$word" | sed "s/'/'\\\\\\\\''/g")'"
done
exec ssh -F "$EGGTOOTH_SSH_CONFIG" -o LogLevel=ERROR workstation "$line"
`;
var LAB_HOSTS = 'workstation|bootstrap|master-[0-9]|192.168.126.*|*."$CLUSTER_DOMAIN"';
var sshScript = (ssh) => `#!/bin/sh
for word; do
  case "\${word##*@}" in
    ${LAB_HOSTS}) exec ${ssh} -F "$EGGTOOTH_SSH_CONFIG" "$@" ;;
  esac
done
exec ${ssh} "$@"
`;
var curlScript = (curl) => `#!/bin/sh
case "$*" in
  *."$CLUSTER_DOMAIN"*|*//192.168.126.*) exec ${curl} --noproxy '' --proxy "$EGGTOOTH_PROXY" "$@" ;;
esac
exec ${curl} "$@"
`;

// src/cli/shell.ts
async function shell(options) {
  const client = await labClient(options);
  const { id, addresses } = await client.request("");
  const path = process.env["PATH"] ?? "";
  const folder = mkdtempSync(join2(runtimeFolder(), `eggtooth-${process.pid}-`));
  const made = standIns(path.split(delimiter));
  for (const { name, script } of made) writeFileSync(join2(folder, name), script, { mode: 448 });
  const names = made.map(({ name }) => name).join(", ");
  process.stderr.write(`Lab ${id}. Here ${names} lead into it; "exit" comes back.
`);
  const program = process.env["SHELL"] ?? "/bin/sh";
  const child = spawn(program, [], {
    stdio: "inherit",
    env: {
      ...process.env,
      ...addresses,
      EGGTOOTH_TOKEN: client.token,
      PATH: `${folder}${delimiter}${path}`
    }
  });
  process.on("SIGINT", () => void 0);
  process.exitCode = await new Promise((resolve) => {
    child.once("exit", (code) => resolve(code ?? 1));
    child.once("error", (error) => {
      process.stderr.write(`${program}: ${error.message}
`);
      resolve(1);
    });
  });
  rmSync(folder, { recursive: true, force: true });
}
export {
  shell
};
