#!/bin/bash
# After the idiom of: a calculator behind a coprocess.
coproc CALC { while read -r a op b; do echo $(( a $op b )); done; }
ask() { echo "$@" >&"${CALC[1]}"; read -r answer <&"${CALC[0]}"; echo "$* = $answer"; }
ask 6 '*' 7
ask 10 / 3
eval "exec ${CALC[1]}>&-"
wait $CALC_PID; echo "calc ended $?"
