/** curl's exit codes and sentences, RHEL 9 wording. */
import type { RequestResult } from '../../http/request.ts';
import { portOf } from '../../http/request.ts';

export interface CurlFailure {
  readonly code: number;
  readonly text: string;
  /** What the failure says about the server, as the value of a cell. */
  readonly value: string;
}
const CA_TAIL = `
More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.`;

const TRUST: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'SSL certificate problem: certificate has expired',
  CERT_NOT_YET_VALID: 'SSL certificate problem: certificate is not yet valid',
  SELF_SIGNED_CERT_IN_CHAIN:
    'SSL certificate problem: self signed certificate in certificate chain',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'SSL certificate problem: self signed certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'SSL certificate problem: unable to get local issuer certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'SSL certificate problem: unable to get local issuer certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'SSL certificate problem: unable to get local issuer certificate',
  INVALID_PURPOSE: 'SSL certificate problem: unsupported certificate purpose',
  CERT_SIGNATURE_FAILURE: 'SSL certificate problem: certificate signature failure',
};

export function failureOf(
  url: URL,
  result: Exclude<RequestResult, { kind: 'response' }>,
): CurlFailure {
  const { hostname } = url;
  const port = portOf(url);
  if (result.kind === 'untrusted') {
    const name = `SSL: no alternative certificate subject name matches target host name '${hostname}'`;
    const text =
      TRUST[result.code] ??
      (/ALTNAME|altnames/i.test(result.code) ? name : `SSL certificate problem: ${result.code}`);
    return { code: 60, text: text + CA_TAIL, value: 'untrusted' };
  }
  if (result.kind === 'broken') return broken(url, result);
  switch (result.failure) {
    case 'noSuchHost':
      return { code: 6, text: `Could not resolve host: ${hostname}`, value: 'noSuchHost' };
    case 'refused':
      return {
        code: 7,
        text: `Failed to connect to ${hostname} port ${port}: Connection refused`,
        value: 'refused',
      };
    case 'noRoute':
      return {
        code: 7,
        text: `Failed to connect to ${hostname} port ${port}: No route to host`,
        value: 'noRoute',
      };
    case 'noNetwork':
      return {
        code: 7,
        text: `Failed to connect to ${hostname} port ${port}: Network is unreachable`,
        value: 'noRoute',
      };
    case 'timeout':
      return {
        code: 28,
        text: `Failed to connect to ${hostname} port ${port}: Connection timed out`,
        value: 'timeout',
      };
    case 'tlsAlert':
      return {
        code: 35,
        text: 'error:0A000410:SSL routines::sslv3 alert handshake failure',
        value: 'failed',
      };
    case 'reset':
      return {
        code: url.protocol === 'https:' ? 35 : 56,
        text:
          url.protocol === 'https:'
            ? `OpenSSL SSL_connect: Connection reset by peer in connection to ${hostname}:${port} `
            : 'Recv failure: Connection reset by peer',
        value: 'reset',
      };
    case 'eof':
      return url.protocol === 'https:'
        ? syscall(url)
        : { code: 52, text: 'Empty reply from server', value: 'eof' };
  }
}

const syscall = (url: URL): CurlFailure => ({
  code: 35,
  text: `OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to ${url.hostname}:${portOf(url)} `,
  value: 'eof',
});

function broken(
  url: URL,
  { during, code, text }: Extract<RequestResult, { kind: 'broken' }>,
): CurlFailure {
  if (/certificate required/i.test(text))
    return {
      code: 56,
      text: 'OpenSSL SSL_read: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0',
      value: 'failed',
    };
  if (/wrong version number/i.test(text))
    return { code: 35, text: 'error:0A00010B:SSL routines::wrong version number', value: 'failed' };
  if (during === 'handshake')
    return code === 'eof'
      ? syscall(url)
      : {
          code: 35,
          text: `OpenSSL SSL_connect: Connection reset by peer in connection to ${url.hostname}:${portOf(url)} `,
          value: 'reset',
        };
  return code === 'eof'
    ? { code: 52, text: 'Empty reply from server', value: 'eof' }
    : { code: 56, text: 'Recv failure: Connection reset by peer', value: 'reset' };
}
