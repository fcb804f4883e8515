import { isIP } from 'node:net';

/** Whether a host name or address means this machine. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

/** Whether it is an address rather than a name; as it stands in a URL, where one of IPv6 has brackets. */
export const isAddress = (host: string): boolean => isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0;

/** Whether a server on this address listens on all addresses of the machine: no browser can be sent there. */
export function isWildcardHost(host: string): boolean {
  return host === '0.0.0.0' || /^\[?(::|0*(:0*){2,7})\]?$/.test(host);
}

/** The address of a server on this host and port. */
export function originOf(host: string, portNumber: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${portNumber}`;
}

/** Whether this is a host name or address as it stands in a URL, with a port at most. */
export function isHostWithPort(text: string): boolean {
  if (!/^(\[[\da-f:.]+\]|[a-z\d]([a-z\d.-]*[a-z\d])?)(:\d{1,5})?$/i.test(text)) return false;
  return URL.canParse(`https://${text}`);
}

/** The name in a Host header, without its port and in lower case; null when there is none in it. */
export function hostNameOf(header: string | undefined): string | null {
  const url = `http://${header ?? ''}`;
  return header && !/[/?#@\\\s]/.test(header) && URL.canParse(url) ? new URL(url).hostname : null;
}
