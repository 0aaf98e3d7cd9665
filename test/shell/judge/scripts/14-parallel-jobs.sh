#!/bin/bash
# After the idiom of: parallel e2e runners: jobs with their status.
work() { sleep "0.0$1"; echo "job $1 done" > "out.$1"; return "$(( $1 % 2 ))"; }
pids=()
for i in 1 2 3 4; do work $i & pids+=($!); done
failed=0
for i in "${!pids[@]}"; do wait "${pids[$i]}" || { failed=$((failed+1)); echo "job $((i+1)) failed with $?"; }; done
echo "failed: $failed"
cat out.*
