/** Programs that a real node has and Eggtooth has not: said plainly, and listed in the docs. */
const NODE_PROGRAMS = new Set(
  `podman skopeo buildah runc crun toolbox rpm rpm-ostree ostree dnf yum nmcli nmtui ping6 traceroute 
  tcpdump nft firewall-cmd getenforce setenforce restorecon semanage chronyc timedatectl hostnamectl
  loginctl lsblk blkid mount umount fdisk mkfs lsof strace gdb perf top htop vmstat iostat sar mpstat nc ncat socat wget sftp rsync
  dd mkfifo mknod fallocate shred zip unzip python3 perl make gcc vi vim nano view screen tmux crontab at useradd passwd groupadd
  lscpu lspci lsmod modprobe sysctl udevadm coreos-installer ignition nsenter unshare chroot ethtool arp route
  virt-install virt-manager virt-viewer qemu-img 
  man netstat who w last ssh-keygen openshift-install helm sos must-gather etcdutl`.split(/\s+/),
);
const INSTEAD: Readonly<Record<string, string>> = {
  vi: 'write files with cat > FILE <<EOF … EOF, or sed -i',
  vim: 'write files with cat > FILE <<EOF … EOF, or sed -i',
  nano: 'write files with cat > FILE <<EOF … EOF, or sed -i',
  view: 'use less',
  sftp: 'use scp',
  top: 'use ps',
  podman: 'use crictl',
  netstat: 'use ss',
  dd: 'use head -c',
};

/** What a real node's program knows, and ours does not; the program's name stands before it. */
export const missingPart = (part: string): string =>
  `${part} is not simulated by Eggtooth (a real node has it); see docs/fidelity.md`;

export function missingProgram(name: string): string | undefined {
  if (!NODE_PROGRAMS.has(name)) return undefined;
  const instead = INSTEAD[name];
  const hint = instead === undefined ? '' : ` (${instead})`;
  return `${name}: not simulated by Eggtooth (a real node has it); see docs/fidelity.md${hint}`;
}
