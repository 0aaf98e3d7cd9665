/** A new member goes through the log from its beginning; only its own removal stops it. */
import { expect, test } from 'vitest';
import { runToEnd } from '../../src/sim/index.ts';
import { fresh } from './played.ts';

test('in a healthy bootstrap no etcd of a master is stopped, and three voters answer at once', () => {
  const lab = fresh();
  const exited: string[] = [];
  lab.on((fact) => {
    if (fact.kind === 'container' && fact.name === 'etcd' && fact.state === 'exited')
      exited.push(fact.host);
  });
  runToEnd(lab, 'etcd-three-members');
  expect(lab.read.members().map(({ ready, learner }) => ready && !learner)).toEqual([
    true,
    true,
    true,
  ]);
  runToEnd(lab, 'control-plane-pivoted');
  expect(exited.filter((host) => host.startsWith('master'))).toEqual([]);
});
