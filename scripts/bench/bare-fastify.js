/** A hello-world fastify: over TLS with a key and certificate from the files named, else plain. Prints its port. */
import { readFileSync } from 'node:fs';
import fastify from 'fastify';

const [key, cert] = process.argv.slice(2).map((file) => readFileSync(file));
const app = fastify(key === undefined ? {} : { https: { key, cert } });
app.get('/healthz', () => 'ok');
await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${app.server.address().port}\n`);
