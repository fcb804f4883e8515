import { isLoopbackHost } from '../../lib/hosts';

/** The API gave an application URL that contractors may not be sent to. No call failed: the session is there. */
export class ApplicationUrlError extends Error {
  /** The host of the URL, with its port; or what stood in its place. */
  readonly host: string;

  constructor(host: string) {
    super(
      `The API gave an application URL on ${host}, which is not among the hosts contractors may be sent to.`,
    );
    this.name = 'ApplicationUrlError';
    this.host = host;
  }
}

/**
 * The URL to hand a contractor over to. Only https, or http on this machine, and only these hosts (with their ports,
 * where they are not the usual ones): an answer that was tampered with must not turn a platform into an open redirect.
 * @throws ApplicationUrlError
 */
export function applicationUrl(url: string | null, allowedHosts: readonly string[]): string {
  if (url === null || !URL.canParse(url)) throw new ApplicationUrlError('no valid address');
  const { protocol, host, hostname, username, href } = new URL(url);
  const secure = protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname));
  if (!secure || username !== '' || !allowedHosts.includes(host)) throw new ApplicationUrlError(host || url);
  return href;
}
