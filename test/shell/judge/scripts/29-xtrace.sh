#!/bin/bash
# After the idiom of: bash -x of a small deployment.
set -x
NAME='two words'
mkdir -p out
echo "$NAME" > out/file
if [ -f out/file ]; then
  wc -l < out/file
fi
for n in a 'b c'; do
  echo "$n" | tr a-z A-Z
done
[[ $NAME == two* && -n $NAME ]]
v=$((1 + 2))
case $v in 3) : ok;; esac
