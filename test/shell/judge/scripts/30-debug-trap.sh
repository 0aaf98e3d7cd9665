#!/bin/bash
# After the idiom of: bash-preexec: DEBUG, RETURN and EXIT.
trace() { echo "+ line $1: $2"; }
trap 'trace $LINENO "$BASH_COMMAND"' DEBUG
x=1
echo "x is $x"
trap - DEBUG
f() { trap 'echo returned' RETURN; echo body; }
f
trap 'echo exit $?' EXIT
(exit 4)
