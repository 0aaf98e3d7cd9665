/** What the nodes are made of. Versions: RHCOS 418.94 of OpenShift 4.18. */
export const NIC = 'enp1s0';
export const KERNEL = '5.14.0-427.50.1.el9_4.x86_64';
export const SYSTEMD = '252-32.el9_4.7';
export const CRIO_RELEASE = '1.31.4';
export const CRIO = `${CRIO_RELEASE}-2.rhaos4.18.git.el9`;
