/** Bash, where a small mistake would be seen late: each line as bash 5.2 answers it, without asking one. */
import { expect, test } from 'vitest';
import { run } from './run.ts';

test.each([
  // An indirect name may be an element.
  [`a=(x 'y z'); r='a[1]'; echo "\${!r}"`, 'y z\n', 0],
  [`declare -A m=([k]=v); r='m[k]'; echo "\${!r}" "\${!r:-none}"`, 'v v\n', 0],
  // The status of case is that of what ran last; 0 where nothing did.
  ['case x in x) false;;& y) ;; esac; echo $?', '1\n', 0],
  ['case x in x) false;& y) (exit 3);& z) ;; esac; echo $?', '0\n', 0],
  ['false; case x in y) true;; esac; echo $?', '0\n', 0],
  ['case x in x) (exit 4);; esac; echo $?', '4\n', 0],
  // What ends the shell or a loop does so from a sourced file too; return ends the file alone.
  ['echo "exit 3" > f; . ./f; echo no', '', 3],
  ['echo "return 5" > f; . ./f; echo $?', '5\n', 0],
  ['echo break > f; for i in 1 2; do . ./f; echo $i; done; echo end', 'end\n', 0],
  ['echo "f() { return 2; }; f; false" > f; . ./f; echo $?', '1\n', 0],
  // Options of bash before its command.
  ['bash --norc --noprofile -c "echo hi \\$0 \\$1" me you', 'hi me you\n', 0],
  ['bash --login -c "echo in; exit 7"', 'in\n', 7],
  ['bash -ec "false; echo no"; echo $?', '1\n', 0],
  ['bash -o pipefail -c "false | true"; echo $?', '1\n', 0],
  ['echo "echo \\$1" | bash -s one', 'one\n', 0],
])('%s', async (line, stdout, status) => {
  expect(await run(line)).toEqual({ stdout, stderr: '', status });
});

test('bash --version tells it and runs nothing', async () => {
  const { stdout } = await run('bash --version -c "echo ran"');
  expect(stdout).toMatch(/^GNU bash, version 5\./);
  expect(stdout).not.toContain('ran');
});

test('a variable holds 16 MB, and not a byte more', async () => {
  const most = 16 * 1024 * 1024;
  expect(await run(`printf -v x '%${most}s' ''; echo ${'${#x}'}`)).toMatchObject({
    stdout: `${most}\n`,
    stderr: '',
  });
  const { stdout, stderr } = await run(`printf -v x '%${most + 1}s' ''; echo ${'${#x}'}`);
  expect(stderr).toContain(`xrealloc: cannot allocate ${most + 1} bytes`);
  expect(stdout).toBe('');
});
