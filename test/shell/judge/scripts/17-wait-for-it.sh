#!/bin/bash
# After the idiom of: wait-for-it.sh: host and port, quiet messages.
cmdname=${0##*/}
echoerr() { if [[ $QUIET -ne 1 ]]; then echo "$@" 1>&2; fi; }
QUIET=0
hostport=(${1//:/ })
set -- localhost:8080 -t 5 -- echo started
hostport=(${1//:/ }); HOST=${hostport[0]}; PORT=${hostport[1]}; shift
while [[ $# -gt 0 ]]; do case "$1" in -t) TIMEOUT="$2"; if [[ $TIMEOUT == "" ]]; then break; fi; shift 2;; --) shift; CLI=("$@"); break;; esac; done
echoerr "$cmdname: waiting ${TIMEOUT} seconds for ${HOST}:${PORT}"
QUIET=1; echoerr hidden
"${CLI[@]}"
