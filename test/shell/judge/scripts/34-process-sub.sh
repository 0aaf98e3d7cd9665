#!/bin/bash
# After the idiom of: comparing what two commands say.
diff <(printf '%s\n' a b c) <(printf '%s\n' a x c) > d || echo "differs $?"
cat d
comm -13 <(printf 'a\nb\n' | sort) <(printf 'b\nc\n' | sort)
while read -r l; do last=$l; done < <(seq 3); echo "last $last"
paste -d= <(printf 'k1\nk2\n') <(printf 'v1\nv2\n')
echo to-file | tee >(tr a-z A-Z > up) > same; sleep 0.1; cat same up
