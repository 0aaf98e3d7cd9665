#!/bin/bash
# After the idiom of: bats and shunit2: assertions, caller and counting.
pass=0 fail=0
assert_eq() {
  if [[ "$1" == "$2" ]]; then (( ++pass )); else
    (( ++fail )); local c; c=($(caller 0)); printf 'line %s in %s: expected <%s>, got <%s>\n' "${c[0]}" "${c[1]}" "$1" "$2"; fi
}
test_one() { assert_eq 2 $((1+1)); assert_eq a b; }
test_two() { local out; out=$(echo hi); assert_eq hi "$out"; run false; assert_eq 1 "$status"; }
run() { output="$("$@" 2>&1)"; status=$?; }
for t in $(compgen -A function test_ 2>/dev/null || declare -F | sed -n 's/declare -f \(test_\)/\1/p'); do "$t"; done
echo "$pass passed, $fail failed"; (( fail == 1 ))
