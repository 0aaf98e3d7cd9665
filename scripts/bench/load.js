/** GET requests a second over so many kept connections, for so many milliseconds. */
import { Agent, get } from 'node:https';

function once(agent, port) {
  return new Promise((resolve, reject) => {
    get({ agent, port, host: '127.0.0.1', path: '/healthz' }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    }).on('error', reject);
  });
}

export async function requestsPerSecond(port, connections, millis) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections, rejectUnauthorized: false });
  let answered = 0;
  const run = async (until) => {
    while (performance.now() < until) {
      if ((await once(agent, port)) !== 200) throw new Error('not 200');
      answered += 1;
    }
  };
  const all = (until) => Promise.all(Array.from({ length: connections }, () => run(until)));
  await all(performance.now() + millis / 4);
  answered = 0;
  const since = performance.now();
  await all(since + millis);
  agent.destroy();
  return Math.round((answered * 1000) / (performance.now() - since));
}
