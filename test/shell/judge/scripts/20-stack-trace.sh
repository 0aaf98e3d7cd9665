#!/bin/bash
# After the idiom of: kubernetes hack/lib/logging.sh: errors with a stack.
set -o errtrace
stack() { local err=$?; local i; set +o xtrace; echo "error $err at ${BASH_SOURCE[1]##*/}:${BASH_LINENO[0]}"; for ((i=1;i<${#FUNCNAME[@]};i++)); do echo "  ${i}: ${BASH_SOURCE[i]##*/}:${BASH_LINENO[i-1]} ${FUNCNAME[i]}(...)"; done; }
trap stack ERR
deep() { false; }
middle() { deep; }
middle
echo "after"
