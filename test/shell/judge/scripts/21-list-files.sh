#!/bin/bash
# After the idiom of: ldd and xdg scripts: find, while read -d and sort.
mkdir -p 'dir one/sub' two; touch 'dir one/a file.txt' 'dir one/sub/b.txt' two/c.log
while IFS= read -r -d '' f; do files+=("$f"); done < <(find . -type f -name '*.txt' -print0 | sort -z)
echo "${#files[@]}"; printf '%s\n' "${files[@]##*/}"
find . -name '*.log' -exec sh -c 'echo "found ${1##*/}"' _ {} \;
find two -type f | xargs -I{} basename {}
du_total=0; for f in "${files[@]}"; do du_total=$((du_total + $(wc -c < "$f"))); done; echo $du_total
