#!/bin/bash
# After the idiom of: pyenv and rbenv: finding files upwards.
mkdir -p a/b/c; echo 3.11 > a/.version
find_up() { local root="$1"; while ! [[ "$root" =~ ^//[^/]*$ ]]; do if [ -e "${root}/.version" ]; then echo "${root##*/}/.version"; return 0; fi; [ -n "$root" ] || break; root="${root%/*}"; done; return 1; }
find_up "$PWD/a/b/c"; find_up /nonexistent-judge || echo none
abs() { local cwd="$(pwd)"; cd "${1%/*}" && pwd | sed 's|.*/||'; cd "$cwd"; }
abs a/b/x; shopt -s nullglob; for p in a/*/ a/none*; do echo "$p"; done
IFS=:; for d in a:b::c; do echo "<$d>"; done; x=a:b::c; for d in $x; do echo "<$d>"; done
