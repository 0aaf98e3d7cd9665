/**
 * The programs of `eggtooth shell`. virsh is always the lab's; ssh and curl are the person's own
 * with what they need to reach a host of the lab; oc and kubectl stand in only where missing.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface StandIn {
  readonly name: string;
  readonly script: string;
}

export function standIns(path: readonly string[]): readonly StandIn[] {
  const real = (program: string): string | undefined =>
    path.map((folder) => join(folder, program)).find((file) => existsSync(file));
  const ssh = real('ssh');
  const curl = real('curl');
  const kubectl = real('kubectl');
  const made: StandIn[] = [{ name: 'virsh', script: onWorkstation('virsh') }];
  if (ssh !== undefined) made.push({ name: 'ssh', script: sshScript(ssh) });
  if (curl !== undefined) made.push({ name: 'curl', script: curlScript(curl) });
  if (kubectl === undefined) made.push({ name: 'kubectl', script: onWorkstation('kubectl') });
  if (real('oc') === undefined) {
    const script =
      kubectl === undefined ? onWorkstation('oc') : `#!/bin/sh\nexec ${kubectl} "$@"\n`;
    made.push({ name: 'oc', script });
  }
  return made;
}

/**
 * The same words, each in quotes, typed on the lab's workstation. Standard input goes along only
 * where it is asked for (`-f -`) or a terminal: else ssh would eat the lines of a script.
 */
const onWorkstation = (program: string): string => `#!/bin/sh
line="KUBECONFIG='$KUBECONFIG' ${program}"
input=-n
[ -t 0 ] && input=-T
for word; do
  [ "$word" = - ] && input=-T
  line="$line '$(printf '%s' "$word" | sed "s/'/'\\\\\\\\''/g")'"
done
exec ssh "$input" -F "$EGGTOOTH_SSH_CONFIG" -o LogLevel=ERROR workstation "$line"
`;

const LAB_HOSTS = 'workstation|bootstrap|master-[0-9]|192.168.126.*|*."$CLUSTER_DOMAIN"';

const sshScript = (ssh: string): string => `#!/bin/sh
for word; do
  case "\${word##*@}" in
    ${LAB_HOSTS}) exec ${ssh} -F "$EGGTOOTH_SSH_CONFIG" "$@" ;;
  esac
done
exec ${ssh} "$@"
`;

const curlScript = (curl: string): string => `#!/bin/sh
case "$*" in
  *."$CLUSTER_DOMAIN"*|*//192.168.126.*) exec ${curl} --noproxy '' --proxy "$EGGTOOTH_PROXY" "$@" ;;
esac
exec ${curl} "$@"
`;
