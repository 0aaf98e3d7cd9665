#!/bin/bash
# After the idiom of: acme.sh and dehydrated: a file of keys and values.
cat > app.conf <<'EOF'
# comment
name = web server
port=8080
[section]
path = /a/b  
empty=
EOF
section=main
while IFS='=' read -r key value || [[ -n $key ]]; do
  key="${key#"${key%%[![:space:]]*}"}"; key="${key%"${key##*[![:space:]]}"}"
  value="${value#"${value%%[![:space:]]*}"}"; value="${value%"${value##*[![:space:]]}"}"
  case $key in ''|\#*) continue ;; \[*\]) section=${key:1:-1}; continue ;; esac
  printf -v "cfg_${section}_${key}" '%s' "$value"
done < app.conf
for v in "${!cfg_@}"; do printf '%s=%q\n' "$v" "${!v}"; done
