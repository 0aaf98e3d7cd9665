#!/bin/bash
# After the idiom of: sizes and durations for people.
human() { local b=${1:-0} d='' s=0 S=(B KiB MiB GiB); while ((b > 1024)); do d="$(printf '.%02d' $((b % 1024 * 100 / 1024)))"; b=$((b / 1024)); (( s++ )); done; echo "$b$d${S[$s]}"; }
human 500; human 1536; human 123456789
duration() { local t=$1; local d=$((t/86400)) h=$((t/3600%24)) m=$((t/60%60)) s=$((t%60)); (( d )) && printf '%dd ' $d; (( h )) && printf '%dh ' $h; (( m )) && printf '%dm ' $m; printf '%ds\n' $s; }
duration 59; duration 3661; duration 200000
printf '%s\n' 3 10 2 | sort -n | { read -r min; echo "min $min"; }
printf "%'d\n" 1234567 | tr -d ,; printf '%.3f\n' "$(echo 1 3 | awk '{print $1/$2}')"
