#!/bin/bash
# After the idiom of: gke and cluster-api e2e helpers: retry with growing pauses.
retry() {
  local -r max="$1"; shift
  local attempt=1 delay=1
  while true; do
    "$@" && return 0
    local rc=$?
    if (( attempt >= max )); then echo "giving up after $attempt: $rc" >&2; return $rc; fi
    echo "attempt $attempt failed ($rc), next in ${delay}s"
    (( attempt++, delay *= 2 ))
  done
}
n=0
flaky() { (( ++n >= 3 )) || return 7; echo "ok at $n"; }
retry 5 flaky
always() { return 9; }
retry 2 always; echo "status $?"
