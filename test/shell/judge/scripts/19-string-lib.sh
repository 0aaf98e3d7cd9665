#!/bin/bash
# After the idiom of: bash-it and asdf: string helpers.
trim() { local v="$*"; v="${v#"${v%%[![:space:]]*}"}"; v="${v%"${v##*[![:space:]]}"}"; printf '%s' "$v"; }
split() { local IFS="$1"; read -ra parts <<< "$2"; printf '%s;' "${parts[@]}"; echo; }
join_by() { local d="$1"; shift; local f="$1"; shift; printf '%s' "$f" "${@/#/$d}"; echo; }
lower() { printf '%s\n' "${1,,}"; }; reverse() { local i; for ((i=${#1}-1; i>=0; i--)); do printf '%s' "${1:i:1}"; done; echo; }
contains() { case "$2" in *"$1"*) return 0;; esac; return 1; }
echo "[$(trim '  a b  ')]"; split , 'x,y,,z'; join_by ', ' a b c; lower ABC; reverse hello
contains ell hello && echo yes; contains '*' hello || echo no
urlencode() { local LC_ALL=C s="$1" i c; for ((i=0;i<${#s};i++)); do c="${s:i:1}"; case "$c" in [a-zA-Z0-9.~_-]) printf '%s' "$c";; *) printf '%%%02X' "'$c";; esac; done; echo; }
urlencode 'a b/c?d=1&e'
