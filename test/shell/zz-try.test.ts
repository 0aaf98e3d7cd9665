import { test } from 'vitest';
import { run } from './run.ts';
import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
test('try', async () => {
  let same = 0;
  for (const line of readFileSync('/tmp/lines.txt', 'utf8')
    .split(/\n?\n%%\n/)
    .filter(Boolean)) {
    const t = performance.now();
    const r = await Promise.race([
      run(line, {}),
      new Promise<any>((r) =>
        setTimeout(() => r({ stdout: 'TIMEOUT', stderr: '', status: -1 }), 3000),
      ),
    ]);
    const ms = performance.now() - t;
    const b = spawnSync('bash', ['-c', line], {
      encoding: 'utf8',
      cwd: '/tmp',
      env: { PATH: process.env['PATH'], HOME: '/home/core' },
      input: '',
    });
    if (b.stdout === r.stdout && b.stderr === r.stderr && b.status === r.status && ms < 500) {
      same++;
      continue;
    }
    console.log(
      `$ ${line}\n${r.stdout}${r.stderr ? 'ERR ' + r.stderr : ''}[${r.status}] ${ms.toFixed(0)}ms\n---- bash\n${b.stdout}${b.stderr ? 'ERR ' + b.stderr : ''}[${b.status}]`,
    );
  }
  console.log('same', same);
}, 60000);
