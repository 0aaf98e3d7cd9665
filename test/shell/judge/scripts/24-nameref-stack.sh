#!/bin/bash
# After the idiom of: argbash-like helpers: arrays by name.
push() { local -n s=$1; s+=("$2"); }
pop() { local -n s=$1; local -n o=$2; o="${s[-1]}"; unset 's[-1]'; }
keys() { local -n m=$1; printf '%s\n' "${!m[@]}" | sort | paste -sd,; }
declare -a st; push st a; push st "b c"; pop st top; echo "$top ${#st[@]}"
declare -A conf=([host]=h [port]=1); keys conf
swap() { local -n x=$1 y=$2; local t=$x; x=$y; y=$t; }; p=1 q=2; swap p q; echo $p $q
