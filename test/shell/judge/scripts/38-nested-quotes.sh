#!/bin/bash
# After the idiom of: quoting inside quoting inside substitution.
a="x $(echo "y $(printf '%s' "z w")") v"; echo "$a"
b=${a/"z w"/"q  r"}; echo "$b"; c="${a%%"$(echo " v")"}"; echo "[$c]"
declare -A m; m["k $(echo 1)"]="v '$(echo 2)'"; for k in "${!m[@]}"; do echo "$k => ${m[$k]}"; done
echo "${x:-"${y:-'single'}"}" "$(cat <<EOF
inner "$(echo deep)" ${HOME:+h}
EOF
)"; eval "$(printf 'v=%q; echo "$v"' "it's \"ok\"")"
