#!/bin/bash
# After the idiom of: bash3boilerplate main.sh: strict mode, script location, defaults.
set -o errexit
set -o errtrace
set -o nounset
set -o pipefail
__dir="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
__file="${__dir}/$(basename "${BASH_SOURCE[0]}")"
__base="$(basename "${__file}" .sh)"
arg1="${1:-}"
LOG_LEVEL="${LOG_LEVEL:-6}"
echo "${__base} ${__file##*/} [${arg1}] ${LOG_LEVEL}"
function __log () {
  local log_level="${1}"; shift
  local color="x"
  local log_line=""
  while IFS=$'\n' read -r log_line; do
    echo "$(printf "[%9s]" "${log_level}") ${color} ${log_line}" 1>&2
  done <<< "${@:-}"
}
info() { [[ "${LOG_LEVEL:-0}" -ge 6 ]] && __log info "${@}"; true; }
info "one
two"
[[ "${__nope:-}" ]] || info "no option"
false || info "guarded"
