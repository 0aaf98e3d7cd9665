#!/bin/bash
# After the idiom of: must-gather and inventory scripts: counting by key.
declare -A count
while read -r name state _; do
  [[ $name == \#* || -z $name ]] && continue
  (( count[$state]++ ))
  nodes+=("$name")
done <<'EOF'
# name state age
master-0 Ready 5m
master-1 NotReady 4m
master-2 Ready 3m

worker-0 Ready 1m
EOF
for k in $(printf '%s\n' "${!count[@]}" | sort); do printf '%-10s %d\n' "$k" "${count[$k]}"; done
echo "${#nodes[@]} nodes: ${nodes[*]}"
