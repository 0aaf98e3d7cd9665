#!/bin/bash
# After the idiom of: semver-tool: a version taken apart by a regular expression.
SEMVER='^v?(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?$'
parse() { if [[ "$1" =~ $SEMVER ]]; then M=${BASH_REMATCH[1]} N=${BASH_REMATCH[2]} P=${BASH_REMATCH[3]} R=${BASH_REMATCH[4]}; else echo "bad version: $1" >&2; return 1; fi; }
compare() { local a b i; IFS=. read -ra a <<< "$1"; IFS=. read -ra b <<< "$2"
  for i in 0 1 2; do (( 10#${a[i]} > 10#${b[i]} )) && { echo 1; return; }; (( 10#${a[i]} < 10#${b[i]} )) && { echo -1; return; }; done; echo 0; }
for v in 4.19.0 v4.20.1-rc.1 4.x 04.1.0; do parse "$v" && echo "$M $N $P ${R:-none}"; done
compare 4.19.10 4.19.9; compare 1.2.3 1.2.3; compare 1.08.0 1.9.0
