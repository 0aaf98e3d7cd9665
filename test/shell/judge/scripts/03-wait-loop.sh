#!/bin/bash
# After the idiom of: openshift-install bootkube.sh and wait-for: a deadline in seconds.
timeout=1800
start=$(date +%s)
tries=0
until [ "$tries" -ge 3 ]; do
  elapsed=$(( $(date +%s) - start ))
  if (( elapsed > timeout )); then echo "timed out after ${elapsed}"; exit 1; fi
  tries=$((tries + 1))
done
echo "ready after ${tries} tries"
