#!/bin/bash
# After the idiom of: reading answers, fields and bytes.
ask() { local reply; read -r -p "$1 " reply || reply=default; echo "<$reply>"; }
ask "Name?" <<< "ann lee"; ask "Nothing?" < /dev/null
exec 3< <(printf 'one\ntwo\nthree\n'); while read -r -u 3 l; do echo "$l"; read -r -u 3 skip; done; exec 3<&-
read -r -n 2 ab <<< 'wxyz'; echo "$ab"; IFS=: read -r user _ uid rest <<< 'core:x:1000:1000:home'; echo "$user $uid $rest"
while read -r k v; do declare "env_$k=$v"; done <<< $'A 1\nB two words'; echo "$env_A $env_B"
read -r a b <<< '\ttab  x'; echo "$a"; printf 'k=v\0k2=v2\0' | while IFS== read -r -d '' k v; do echo "$k:$v"; done
