#!/bin/bash
# After the idiom of: openshift/release step scripts: a library beside the script.
mkdir -p lib
cat > lib/common.sh <<'LIB'
readonly LIB_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
log() { printf '%s: %s: %s\n' "${BASH_SOURCE[1]##*/}" "${FUNCNAME[1]}" "$*"; }
LIB
SCRIPT_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
source "${SCRIPT_DIR}/lib/common.sh"
main() { log "hello from main"; echo "${LIB_DIR##*/}"; helper "$@"; }
helper() { log "args: $*"; }
main a "b c"
[[ "${BASH_SOURCE[0]}" == "$0" ]] && echo executed
