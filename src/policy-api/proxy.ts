import type { AxiosProxyConfig } from 'axios';
import { ConnectionError } from './connection-error';

/** Of a proxy without its user name and password. */
export function shownProxy({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

/** For calls by plain http, which the proxy passes on. Those by https go through its tunnels (see agents.ts). */
export function forwardProxy({ protocol, hostname, port, username, password }: URL): AxiosProxyConfig {
  const auth = { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  return {
    protocol,
    host: hostname,
    port: Number(port || (protocol === 'https:' ? 443 : 80)),
    ...(username && { auth }),
  };
}

/** The status in what the library says of a tunnel that the proxy refused; null where it says something else. */
export function refusedTunnel(message: string): number | null {
  const status = /^Bad response: (\d{3})$/.exec(message)?.[1];
  return status === undefined ? null : Number(status);
}

/** A proxy's own refusal. */
export function refusedByProxy(proxy: URL, status: number): ConnectionError {
  const fix =
    status === 407
      ? 'It wants a user name and a password: set them in HTTPS_PROXY or HTTP_PROXY, as http://user:password@host:port.'
      : 'Ask whoever runs it to let the API through, or name the API’s host in NO_PROXY to go past it.';
  const message = `The proxy ${shownProxy(proxy)} answered ${status}. ${fix}`;
  return new ConnectionError('network', message, status >= 500);
}
