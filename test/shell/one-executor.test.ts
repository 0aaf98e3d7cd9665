/** Whatever runs a command runs it in the lab: its clock, its host name, its programs. */
import { describe, expect, test } from 'vitest';
import { fakeLab } from './fake-lab.ts';
import { run } from './run.ts';

/** The lab's second when the line begins. */
const NOW = Date.UTC(2026, 10, 23, 8, 2, 0) / 1000;
const out = async (line: string): Promise<string> => {
  const { stdout, stderr } = await run(line, { fake: fakeLab() });
  return stdout + stderr;
};

/** Every place of bash's grammar where a substitution may stand; each prints the host's name. */
const PLACES: readonly (readonly [string, string])[] = [
  ['a word', 'echo $(hostname)'],
  ['backquotes', 'echo `hostname`'],
  ['double quotes', 'echo "$(hostname)"'],
  ['a default', 'echo ${X:-$(hostname)}'],
  ['a default within a default', 'echo "${X:-${Y-$(hostname)}}"'],
  ['an assigned default', 'echo ${X:=$(hostname)}'],
  ['an alternative', 'X=1; echo ${X:+$(hostname)}'],
  ['a replacement', 'X=a; echo ${X/a/$(hostname)}'],
  ['a removed pattern', 'X=-bootstrap; echo ${X#$(echo -)}'],
  ['an assignment', 'X=$(hostname); echo $X'],
  ['a declaration', 'f() { local x=$(hostname); echo $x; }; f'],
  ['an assignment before a command', "X=$(hostname) bash -c 'echo $X'"],
  ['an array', 'a=(x $(hostname)); echo ${a[1]}'],
  ['a subscript', 'a=(x bootstrap); echo ${a[$(echo 1)]}'],
  ['a subscript that is assigned', 'a[$(echo 1)]=$(hostname); echo ${a[1]}'],
  ['an associative key', 'declare -A m=([$(hostname)]=v); echo ${!m[@]}'],
  ['a for word', 'for x in $(hostname); do echo $x; done'],
  ['a case word', 'case $(hostname) in bootstrap) echo bootstrap;; esac'],
  ['a case pattern', 'case bootstrap in $(hostname)) echo bootstrap;; esac'],
  ['a test', '[[ $(hostname) == bootstrap ]] && hostname'],
  ['a pattern of a test', '[[ bootstrap == $(hostname) ]] && hostname'],
  ['a regular expression', '[[ bootstrap =~ ^$(hostname)$ ]] && echo ${BASH_REMATCH[0]}'],
  ['the old test', '[ "$(hostname)" = bootstrap ] && hostname'],
  ['a here-document', 'cat <<E\n$(hostname)\nE'],
  ['a here-string', 'cat <<< $(hostname)'],
  ['the name of a file', 'hostname > $(hostname); cat bootstrap'],
  ['a process substitution', 'cat <(hostname)'],
  ['a condition', 'if [ $(hostname) = bootstrap ]; then hostname; fi'],
  ['a loop', 'until [ "$x" = bootstrap ]; do x=$(hostname); done; echo $x'],
  ['a trap', "trap 'hostname' EXIT"],
  ['eval', 'eval "echo \\$(hostname)"'],
  [
    'a prompt of a trace',
    "{ PS4='+$(hostname) '; set -x; :; } 2>&1 | head -1 | cut -c2- | cut -d' ' -f1",
  ],
  ['braces', 'echo {$(hostname),} | cut -d" " -f1'],
  ['an offset', 'x=xbootstrap; echo ${x:$(echo 1)}'],
  ['xargs', 'hostname | xargs -I{} echo {}'],
  ['find', 'find . -maxdepth 0 -exec hostname \\;'],
  ['a child shell', "bash -c 'echo ${X:-$(hostname)}'"],
];

describe('a substitution in', () => {
  test.each(PLACES)('%s', async (_, line) => {
    const printed = await out(line);
    expect(printed.split('\n').at(-2)).toBe('bootstrap');
    expect(printed).not.toContain('localhost');
  });
});

describe('the time in', () => {
  test.each([
    ['an expression', 'echo $(( $(date +%s) ))'],
    ['an expression as a command', '(( x = $(date +%s) )); echo $x'],
    ['let', 'let x=$(date +%s); echo $x'],
    ['the head of a for', 'for (( x = $(date +%s); 0; )); do :; done; echo $x'],
    ['a comparison', '[[ $(date +%s) -ge 1 ]] && echo $EPOCHSECONDS'],
    ['a subscript', 'a[$(date +%s)]=x; echo ${!a[@]}'],
    ['a default', 'echo ${X:-$(date +%s)}'],
    ['printf', "printf '%(%s)T\\n' -1"],
    ['awk', "awk 'BEGIN { print systime() }'"],
    ['jq', "jq -n 'now | floor'"],
    [
      'a difference that waits',
      `s=$(date +%s); sleep 30; echo $(( $(date +%s) - s + ${NOW} - 30 ))`,
    ],
  ])('%s', async (_, line) => {
    expect(await out(line)).toBe(`${NOW}\n`);
  });
});
