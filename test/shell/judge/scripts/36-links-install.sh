#!/bin/bash
# After the idiom of: rustup and alternatives: symbolic links to versions.
mkdir -p opt/app-1.0 opt/app-2.0; echo one > opt/app-1.0/v; echo two > opt/app-2.0/v
ln -s app-1.0 opt/current; cat opt/current/v; ln -sfn app-2.0 opt/current; cat opt/current/v; readlink opt/current
for l in opt/*; do [[ -L $l ]] && echo "link ${l##*/}" || echo "dir ${l##*/}"; done
find opt -type l; cd opt/current && pwd -P | sed 's|.*/||'; cd - > /dev/null
self=$0; while [ -L "$self" ]; do self=$(readlink "$self"); done; basename "$self"
rm opt/current; ls opt; ln -s missing dangling; [ -e dangling ] || echo broken; cat dangling
