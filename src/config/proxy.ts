import { isIPv6 } from 'node:net';
import { isLoopbackHost } from '../../lib/hosts';

/** The settings of proxies, as most programs read them from the environment. */
export interface ProxySettings {
  HTTPS_PROXY: string | null;
  HTTP_PROXY: string | null;
  NO_PROXY: string | null;
}

/**
 * The proxy through which a URL is asked for, or null: that for its protocol, unless NO_PROXY names its host, or the
 * host is this machine. Without a protocol of its own a proxy is asked by http.
 */
export function proxyFor(target: string, settings: ProxySettings): string | null {
  const url = new URL(target);
  const proxy = url.protocol === 'https:' ? settings.HTTPS_PROXY : settings.HTTP_PROXY;
  if (proxy === null || isLoopbackHost(url.hostname) || isExcepted(url, settings.NO_PROXY ?? '')) return null;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/**
 * `example.com` and `.example.com` stand for the names below them too, `*` for all; a port has to be the same. Of IPv6
 * an address with a port has brackets; without brackets all of it is the address.
 */
function isExcepted({ hostname, port, protocol }: URL, noProxy: string): boolean {
  const actualPort = port || (protocol === 'https:' ? '443' : '80');
  return noProxy
    .toLowerCase()
    .split(/[,\s]+/)
    .filter(Boolean)
    .some((exception) => {
      const [, name = '', only] = isIPv6(exception)
        ? [exception, exception]
        : (/^(.*?)(?::(\d+))?$/.exec(exception) ?? []);
      if (only !== undefined && only !== actualPort) return false;
      const bare = asInUrl(name.replace(/^\*?\./, ''));
      return bare === '*' || hostname === bare || hostname.endsWith(`.${bare}`);
    });
}

/** An address of IPv6 has many spellings; in a URL it has one, in brackets. Other names are left as they are. */
function asInUrl(name: string): string {
  const address = name.replace(/^\[(.*)\]$/, '$1');
  const url = `http://[${address}]`;
  return isIPv6(address) && URL.canParse(url) ? new URL(url).hostname : name;
}
