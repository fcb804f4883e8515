import { ConnectionError } from './connection-error';

/** Of a proxy without its user name and password. */
export function shownProxy({ protocol, host }: URL): string {
  return `${protocol}//${host}`;
}

/** How a call by plain http is handed to the proxy, which passes it on. Those by https go through its tunnels (see agents.ts). */
export function forwardedBy(proxy: URL, target: URL): { to: URL; headers: Record<string, string> } {
  const [user, password] = [proxy.username, proxy.password].map(decodeURIComponent);
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return {
    to: new URL(proxy.origin),
    headers: { Host: target.host, ...(user && { 'Proxy-Authorization': authorization }) },
  };
}

/** The status in what the library says of a tunnel that the proxy refused; null where it says something else. */
export function refusedTunnel(message: string): number | null {
  const status = /^Bad response: (\d{3})$/.exec(message)?.[1];
  return status === undefined ? null : Number(status);
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
