import http, { type ClientRequest } from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { ConnectionError } from './connection-error';

/** Of a proxy without its user name and password. */
export function shownProxy({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

/** A request to the proxy itself, for the host in its header `Host`. */
export function requestOf(proxy: URL, host: string, options: http.RequestOptions): ClientRequest {
  const { request } = proxy.protocol === 'https:' ? https : http;
  const name = proxy.hostname.replace(/^\[|\]$/g, '');
  const asked: https.RequestOptions = {
    ...options,
    // Otherwise the certificate of the proxy would have to be that of the host it is asked for.
    servername: isIP(name) ? '' : name,
    headers: { ...options.headers, Host: host, ...authorization(proxy) },
  };
  // Its user name and password would become the header meant for the API.
  return request(new URL(proxy.origin), asked);
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const pair = Buffer.from(`${decoded(username)}:${decoded(password)}`);
  return { 'Proxy-Authorization': `Basic ${pair.toString('base64')}` };
}

/** A percent sign may stand for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A proxy's own refusal. */
export function refusedByProxy(proxy: URL, status: number): ConnectionError {
  const message = `The proxy ${shownProxy(proxy)} answered ${status}.`;
  return new ConnectionError('network', message, status >= 500, (words) =>
    status === 407
      ? `It wants a user name and a password: set them in ${words.proxy}, as http://user:password@host:port.`
      : `Ask whoever runs it to let the API through, or ${words.pastProxy} to go past it.`,
  );
}
