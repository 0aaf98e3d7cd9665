#!/bin/bash
# After the idiom of: log reports: awk, sort, uniq over a log.
cat > log <<'EOF'
2024-01-01T10:00:00Z INFO etcd started
2024-01-01T10:00:05Z WARN etcd slow fdatasync 120ms
2024-01-01T10:00:09Z ERROR kubelet failed
2024-01-01T10:01:00Z WARN etcd slow fdatasync 340ms
EOF
awk '{c[$2]++} END {for (k in c) print k, c[k]}' log | sort
grep -oE '[0-9]+ms' log | tr -d ms | sort -n | awk '{s+=$1; a[NR]=$1} END {printf "n=%d avg=%.1f max=%d\n", NR, s/NR, a[NR]}'
cut -d' ' -f3 log | sort | uniq -c | sort -rn | head -1 | sed 's/^ *//'
sed -n '/WARN/s/.*fdatasync \([0-9]*\)ms/\1/p' log
while read -r ts level rest; do [[ $level == ERROR ]] && echo "${ts%T*} $rest"; done < log
