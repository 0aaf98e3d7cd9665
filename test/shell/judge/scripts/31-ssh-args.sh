#!/bin/bash
# After the idiom of: kubectl and ssh wrappers: quoting for a far shell.
run_remote() { local cmd=$1; shift; local args=''; printf -v args '%q ' "$@"; echo "ssh host $cmd ${args% }"; eval "set -- $args"; printf '<%s>' "$@"; echo; }
run_remote echo "a b" 'c"d' "e'f" '$HOME' '*'
cmd='core@192.168.126.100 uptime'; local_test() { local target=$1 rest=$2; local full="$target $rest"; echo "$full"; }; local_test "$cmd" "-v -v"
export OPTS="-o A=1 -o B=2"; set -- $OPTS; echo $#; declare d=$OPTS; echo "$d"; readonly RO=$OPTS; echo "$RO"
