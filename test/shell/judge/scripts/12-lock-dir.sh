#!/bin/bash
# After the idiom of: liquidprompt, acme.sh: mkdir as a lock.
lock=./lock
acquire() { if mkdir "$lock" 2>/dev/null; then echo $$ > "$lock/pid"; return 0; fi; return 1; }
release() { rm -rf "$lock"; }
acquire && echo first
acquire || echo busy
[ "$(cat $lock/pid)" = "$$" ] && echo mine
release
acquire && echo again; release; ls -d lock 2>&1 | sed 's/.*: //'
