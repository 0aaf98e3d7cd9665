#!/bin/bash
# After the idiom of: long loops and large lists.
s=0; for i in {1..2000}; do (( s += i )); done; echo $s
set -- {1..12000}; echo $# ${12000}; a=({1..5000}); echo ${#a[@]} ${a[4999]}
x=$(printf '%s,' {1..3000}); echo ${#x}; IFS=, read -ra p <<< "$x"; echo ${#p[@]}
printf '%s\n' {1..500} | awk '{s+=$1} END {print s}'; i=0; while ((i < 3000)); do ((++i)); done; echo $i
