#!/bin/bash
# After the idiom of: get.docker.com and nvm install: temporary folder and a trap.
set -eu
tmp="$(mktemp -d ./work.XXXXXX)"
cleanup() { rc=$?; rm -rf "$tmp"; echo "cleaned, status $rc"; exit $rc; }
trap cleanup EXIT
trap 'echo interrupted; exit 130' INT TERM
echo data > "$tmp/file"
[ -f "$tmp/file" ] && echo exists
( exit 3 ) || echo "sub said $?"
cat "$tmp/nofile" 2> /dev/null
echo unreachable
