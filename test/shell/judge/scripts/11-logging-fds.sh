#!/bin/bash
# After the idiom of: jenkins and install scripts: output to a log and to the screen.
exec 3>&1 4>&2
exec > build.log 2>&1
echo "in the log"
echo "to the screen" >&3
ls /nonexistent-judge
exec 1>&3 2>&4 3>&- 4>&-
echo "back"
cat build.log
