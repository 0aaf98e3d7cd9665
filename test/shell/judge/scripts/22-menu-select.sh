#!/bin/bash
# After the idiom of: raspi-config style menus: select and a PS3.
PS3='choose> '
select what in start stop "show status" quit; do
  case $REPLY in 1|2) echo "will $what";; 3) echo "status: ok";; 4) break;; *) echo "bad choice: $REPLY";; esac
done <<EOF
1
9
3
4
EOF
echo "left with $?"
