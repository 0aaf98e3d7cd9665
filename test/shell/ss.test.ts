/** Who has the port: ss tells everybody that it is taken, and root by whom. */
import { afterAll, describe, expect, it } from 'vitest';
import { openShellWorld } from './world.ts';

const world = openShellWorld();
afterAll(() => world.close());

describe('ss on a host', () => {
  it('lists what listens, one port when asked for one', async () => {
    world.lab.world.input({ who: 'operator', kind: 'power', host: 'bootstrap', verb: 'start' });
    await world.lab.clock.until('kubelet-started');
    const all = await world.run('bootstrap', 'sudo ss -ltnp');
    expect(all.stdout).toMatch(/\*:22 .*users:\(\("sshd",pid=\d+,fd=6\)\)/);
    expect(all.stdout).toMatch(/\*:10250 .*"kubelet"/);
    const one = await world.run('bootstrap', "sudo ss -ltnp 'sport = :22'");
    expect(one.stdout.trim().split('\n')).toHaveLength(2);
    const none = await world.run('bootstrap', "sudo ss -ltnp 'sport = :6443'");
    expect(none.stdout.trim().split('\n')).toHaveLength(1);
  });
  it('does not tell an ordinary user whose socket it is', async () => {
    const { stdout } = await world.run('bootstrap', 'ss -ltnp');
    expect(stdout).toContain('*:22');
    expect(stdout).not.toContain('sshd');
  });
});
