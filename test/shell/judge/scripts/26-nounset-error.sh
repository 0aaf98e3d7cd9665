#!/bin/bash
# After the idiom of: the message of set -u in a script.
set -u
f() {
  local known=1
  echo "$known $unknown_variable"
}
f
echo not reached
