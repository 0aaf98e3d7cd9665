/** The kernel's, systemd's and Ignition's lines of a boot. Wording: RHCOS 4.18 journals; no logic. */
import { KERNEL, NIC, SYSTEMD } from './software.ts';

const kernel = (message: string) => ({ identifier: 'kernel', message });
const systemd = (message: string) => ({ identifier: 'systemd', message });

export const BOOT_LINES: readonly { identifier: string; message: string }[] = [
  kernel(
    `Linux version ${KERNEL} (mockbuild@x86-64) (gcc (GCC) 11.4.1 20231218 (Red Hat 11.4.1-3), GNU ld version 2.35.2-43.el9) #1 SMP PREEMPT_DYNAMIC`,
  ),
  kernel(
    `Command line: BOOT_IMAGE=(hd0,gpt3)/boot/ostree/rhcos/vmlinuz-${KERNEL} ignition.platform.id=metal ignition.firstboot ostree=/ostree/boot.1/rhcos/0`,
  ),
  kernel('BIOS-provided physical RAM map:'),
  kernel('NX (Execute Disable) protection: active'),
  kernel('SMBIOS 2.8 present.'),
  kernel('DMI: Red Hat KVM/RHEL, BIOS edk2-20231122-6.el9 11/22/2023'),
  kernel('Hypervisor detected: KVM'),
  kernel('kvm-clock: Using msrs 4b564d01 and 4b564d00'),
  kernel('tsc: Detected 2394.374 MHz processor'),
  kernel('last_pfn = 0x43ffff max_arch_pfn = 0x400000000'),
  kernel('ACPI: Early table checksum verification disabled'),
  kernel('Zone ranges:'),
  kernel('smpboot: Allowing 4 CPUs, 0 hotplug CPUs'),
  kernel(
    'Memory: 16091544K/16776700K available (16384K kernel code, 5626K rwdata, 12580K rodata, 4012K init, 5376K bss, 684896K reserved, 0K cma-reserved)',
  ),
  kernel('rcu: Hierarchical RCU implementation.'),
  kernel('Console: colour dummy device 80x25'),
  kernel('printk: console [ttyS0] enabled'),
  kernel('SELinux:  Initializing.'),
  kernel('clocksource: Switched to clocksource kvm-clock'),
  kernel('NET: Registered PF_INET6 protocol family'),
  kernel('virtio_blk virtio2: [vda] 251658240 512-byte logical blocks (129 GB/120 GiB)'),
  kernel(' vda: vda1 vda2 vda3 vda4'),
  kernel(`virtio_net virtio0 ${NIC}: renamed from eth0`),
  systemd(
    `systemd ${SYSTEMD} running in system mode (+PAM +AUDIT +SELINUX -APPARMOR +IMA +SMACK +SECCOMP +GCRYPT +GNUTLS +OPENSSL +ACL +BLKID +CURL +ELFUTILS -FIDO2 +IDN2 -IDN -IPTC +KMOD +LIBCRYPTSETUP +LIBFDISK +PCRE2 -PWQUALITY +P11KIT -QRENCODE +TPM2 +BZIP2 +LZ4 +XZ +ZLIB +ZSTD -BPF_FRAMEWORK +XKBCOMMON +UTMP +SYSVINIT default-hierarchy=unified)`,
  ),
  systemd('Detected virtualization kvm.'),
  systemd('Detected architecture x86-64.'),
  systemd('Running in initrd.'),
  systemd('Created slice Slice /system/getty.'),
  systemd('Reached target Local Encrypted Volumes.'),
  systemd('Reached target Path Units.'),
  systemd('Reached target Slice Units.'),
  systemd('Listening on Journal Socket.'),
  systemd('Starting Create List of Static Device Nodes...'),
  systemd('Starting Journal Service...'),
  systemd('Finished Create List of Static Device Nodes.'),
  systemd('Started Journal Service.'),
  systemd('Reached target System Initialization.'),
  systemd('Reached target Basic System.'),
];

export const ignitionLines = (url: string): readonly string[] => [
  'Ignition 2.20.0',
  'Stage: fetch-offline',
  'reading system config file "/usr/lib/ignition/base.d/00-core.ign"',
  `config URL provided: ${url}`,
  'Ignition 2.20.0',
  'Stage: fetch',
  `GET ${url}: attempt #1`,
  'GET result: OK',
  'fetch: fetch passed',
  'Ignition 2.20.0',
  'Stage: kargs',
  'kargs: kargs passed',
  'Stage: disks',
  'disks: disks passed',
  'Stage: mount',
  'mount: mount passed',
  'Stage: files',
  'files: compiled without relabeling support, skipping',
  'files: ensureUsers: op(1): [started]  creating or modifying user "core"',
  'files: ensureUsers: op(1): [finished] creating or modifying user "core"',
  'files: ensureUsers: op(2): [started]  adding ssh keys to user "core"',
  'files: ensureUsers: op(2): [finished] adding ssh keys to user "core"',
];

/**
 * What a config that is not valid ends in. Wording: a failed boot in coreos/fedora-coreos-tracker#564;
 * coreos/ignition internal/exec/engine.go.
 */
export const ignitionFailed = (
  url: string,
  there: boolean,
  problems: readonly string[],
): readonly { identifier: string; message: string }[] => [
  ...[
    'Ignition 2.20.0',
    'Stage: fetch',
    `GET ${url}: attempt #1`,
    `GET result: ${there ? 'OK' : 'Not Found'}`,
    ...problems,
    ...['failed to fetch config', 'failed to acquire config', 'Ignition failed'].map(
      (what) => `${what}: ${there ? 'config is not valid' : 'resource not found'}`,
    ),
  ].map((message) => ({ identifier: 'ignition', message })),
  systemd('ignition-fetch.service: Main process exited, code=exited, status=1/FAILURE'),
  systemd("ignition-fetch.service: Failed with result 'exit-code'."),
  systemd('Failed to start Ignition (fetch).'),
  systemd('ignition-fetch.service: Triggering OnFailure= dependencies.'),
  systemd('Reached target Emergency Mode.'),
];
