#!/bin/bash
# After the idiom of: ssh-copy-id: short options by getopts.
set -- -n -p 2222 -i key.pub -o A=1 -o B=2 host -x
OPTS=()
while getopts "i:o:p:nh?" OPT; do
  case "$OPT" in
    i) KEY=$OPTARG ;;
    o|p) OPTS+=("-$OPT" "$OPTARG") ;;
    n) DRY=1 ;;
    h|\?) echo usage; exit 1 ;;
  esac
done
shift $(( OPTIND - 1 ))
echo "$KEY ${DRY-} ${OPTS[*]} | $*"
OPTIND=1
set -- -z
getopts "ab" x; echo "$x $?"
