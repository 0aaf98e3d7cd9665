#!/bin/bash
# After the idiom of: a script that calls itself.
if [[ ${1:-} == child ]]; then echo "child $2 $# ${0##*/}"; exit 5; fi
"$0" child "an arg"; echo "status $?"
bash "$0" child two; echo $?
out=$("$0" child three) || echo "failed with $?: $out"
( . "$0" child four ); echo "sourced $?"
