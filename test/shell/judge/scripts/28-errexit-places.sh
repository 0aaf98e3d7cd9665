#!/bin/bash
# After the idiom of: where set -e looks away.
set -e
false || echo 1
! false; echo 2
if false; then :; else echo 3; fi
while false; do :; done; echo 4
f() { false; echo "in f"; }
f && echo 5
x=$(false) || echo 6
(set +e; false; echo 7)
false | true; echo 8
[ 1 = 2 ] && echo no; echo 9
g() { local v=$(false); echo 10; }; g
y=$(exit 12)
echo not reached
