/**
 * The first byte of a connection to a TLS port. Go's TLS listener answers plain HTTP in plain text
 * (net/http server.go, "Client sent an HTTP request to an HTTPS server."); anything else that is no
 * handshake is closed.
 */
import type { Duplex } from 'node:stream';

const HANDSHAKE = 0x16;
const PLAIN_ANSWER =
  'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n';
const HTTP_METHODS = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|PRI|CONNECT|TRACE) ?/;

/** Calls `onTls` with the stream untouched when a TLS handshake begins. */
export function passHandshake(stream: Duplex, onTls: () => void): void {
  stream.once('readable', () => {
    const chunk = stream.read() as Buffer | null;
    if (chunk === null) {
      stream.destroy();
      return;
    }
    if (chunk[0] === HANDSHAKE) {
      stream.unshift(chunk);
      onTls();
    } else if (HTTP_METHODS.test(chunk.toString('latin1'))) {
      stream.end(PLAIN_ANSWER, () => stream.destroy());
    } else stream.destroy();
  });
}
