#!/bin/bash
# After the idiom of: reading tables with quotes and empties.
printf 'id,name,score\n1,ann,10\n2,,7\n3,cy d,\n' > t.csv
{ IFS=, read -r -a head; while IFS=, read -r -a f; do for i in "${!head[@]}"; do printf '%s=%s ' "${head[i]}" "${f[i]:-NULL}"; done; echo; done; } < t.csv
awk -F, 'NR>1 && $3!="" {s+=$3} END {print "sum", s}' t.csv
mapfile -t lines < t.csv; echo "${#lines[@]} ${lines[-1]}"; IFS=, read -ra cells <<< "${lines[1]}"; echo "${cells[1]^}"
cut -d, -f2 t.csv | tail -n +2 | grep -c .
