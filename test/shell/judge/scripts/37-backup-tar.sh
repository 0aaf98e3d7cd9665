#!/bin/bash
# After the idiom of: openshift cluster-backup.sh: an archive with its date.
set -euo pipefail
mkdir -p data/etcd; echo snap > data/etcd/snapshot.db; echo conf > data/kube.yaml
stamp=$(date -u -d @86400 +%Y-%m-%d_%H%M%S)
archive="backup_${stamp}.tar.gz"
tar -czf "$archive" -C data etcd kube.yaml
tar -tzf "$archive" | sort
mkdir restore; tar -xzf "$archive" -C restore; cat restore/etcd/snapshot.db restore/kube.yaml
[[ -s $archive ]] && echo "$archive"
tar -tzf nofile.tgz 2>/dev/null || echo "no archive: $?"
