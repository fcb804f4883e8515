import type { Config } from './config';
import { isLoopbackHost } from '../lib/hosts';
import { OWN_WORDS } from './own-words';
import { createPolicyApi } from './policy-api/client';

/**
 * The API the app talks to: the local sandbox when one was started, else that of the settings. `place` says which it
 * is; a sandbox on this machine may hand contractors over to its own host.
 */
export function apiInUse(settings: Config['api'], sandbox: { url: string; apiKey: string } | null) {
  const baseUrl = sandbox ? `${sandbox.url}/api/v1` : settings.baseUrl;
  const { host, hostname } = new URL(baseUrl);
  const place = isLoopbackHost(hostname) ? ('local' as const) : settings.environment;
  const applicationHosts = settings.applicationHosts.concat(place === 'local' ? host : []);
  const apiKey = sandbox?.apiKey ?? settings.key ?? '';
  const proxy = (place === 'local' ? null : settings.proxy) ?? undefined;
  const { environment } = settings;
  const api = createPolicyApi({ baseUrl, apiKey, environment, proxy, words: OWN_WORDS });
  return { api, place, settings: { ...settings, baseUrl, applicationHosts } };
}
