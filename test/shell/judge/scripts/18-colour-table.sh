#!/bin/bash
# After the idiom of: neofetch: arrays, printf and padding.
bold=$'\e[1m' reset=$'\e[0m'
rows=("etcd-0|leader|12" "etcd-1|follower|7" "etcd-2|follower|103")
printf '%-8s %-10s %5s\n' NAME ROLE MS
for row in "${rows[@]}"; do IFS='|' read -r n r ms <<< "$row"; (( ms > 100 )) && mark="${bold}slow${reset}" || mark=ok; printf '%-8s %-10s %5d %s\n' "$n" "$r" "$ms" "$mark"; done
printf '%s\n' "${rows[@]%%|*}" | paste -sd' '
printf -v line '%*s' 20 ''; echo "${line// /-}"
