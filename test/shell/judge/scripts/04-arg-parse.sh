#!/bin/bash
# After the idiom of: docker and kubernetes hack scripts: a loop over long options.
usage() { cat <<EOF
Usage: ${0##*/} [-v] [--name NAME] [--flag] FILE...
EOF
}
VERBOSE=0 NAME=default FLAG=
set -- --name "my name" -v --flag --extra=5 one "two three" -- -x
while [[ $# -gt 0 ]]; do
  case "$1" in
    -h|--help) usage; exit 0 ;;
    -v|--verbose) VERBOSE=$((VERBOSE+1)); shift ;;
    --name) NAME="$2"; shift 2 ;;
    --flag) FLAG=yes; shift ;;
    --*=*) key="${1%%=*}"; declare "opt_${key#--}=${1#*=}"; shift ;;
    --) shift; REST+=("$@"); break ;;
    *) REST+=("$1"); shift ;;
  esac
done
echo "$VERBOSE|$NAME|$FLAG|$opt_extra|${#REST[@]}"
printf '<%s>\n' "${REST[@]}"
usage
