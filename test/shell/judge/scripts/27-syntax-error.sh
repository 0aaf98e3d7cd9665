#!/bin/bash
# After the idiom of: a script that breaks half way.
echo before
if [ 1 -eq 1 ]; then
  echo inside
fi
for x in 1 2; do echo $x; done done
echo after
