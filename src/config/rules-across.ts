/** What the settings have to keep to together. */
import { isLoopbackHost, isWildcardHost } from '../../lib/hosts';
import { isTaken } from '../webhooks/require-options';
import { makeSchemes } from '../webhooks/schemes/chosen';
import { proxyFor } from './proxy';
import { exampleOf, SETTINGS, type SettingName, type Values } from './settings';

/** Rules that concern more than one setting. What was said to be wrong already is not said to be missing too. */
export function rulesAcross(values: Values, wrong: ReadonlySet<SettingName>): string[] {
  return [
    ...(wrong.has('TEN99POLICY_API_KEY') || wrong.has('TEN99POLICY_ENVIRONMENT') ? [] : keyProblems(values)),
    ...(wrong.has('HOST') || wrong.has('PUBLIC_URL') ? [] : reachProblems(values, wrong)),
    ...(wrong.has('TEN99POLICY_WEBHOOK_SECRETS') || wrong.has('TEN99POLICY_WEBHOOK_SCHEME')
      ? []
      : secretProblems(values)),
    ...hookProblems(values, wrong),
    ...proxyProblems(values),
    ...(wrong.has('DATABASE_URL') ? [] : schemaProblems(values)),
    ...(wrong.has('PORT') || wrong.has('SANDBOX_PORT') ? [] : portProblems(values)),
  ];
}

/** Of a proxy that is not used nothing is asked: the variable may be meant for other programs. */
function proxyProblems(values: Values): string[] {
  const { TEN99POLICY_API_KEY: key, TEN99POLICY_API_BASE: base } = values;
  const proxy = key === null ? null : proxyFor(base, values);
  if (proxy === null || (URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol))) return [];
  const name = base.startsWith('https:') ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  return [`${name} is not the URL of an HTTP proxy. ${exampleOf(name)}`];
}

function hookProblems(values: Values, wrong: ReadonlySet<SettingName>): string[] {
  const names = ['COVERAGE_HOOK_URL', 'COVERAGE_HOOK_SECRET'] as const;
  const missing = names.filter((name) => values[name] === null && !wrong.has(name));
  const isSet = names.some((name) => values[name] !== null);
  return isSet
    ? missing.map((name) => `${name} is missing, but the other half of the hook is set. ${exampleOf(name)}`)
    : [];
}

function schemaProblems({ DATABASE_URL: url, DATABASE_SCHEMA: schema }: Values): string[] {
  if (schema === null || url !== null) return [];
  return [
    'DATABASE_SCHEMA is set, but DATABASE_URL is not: the embedded database knows no schemas. Set DATABASE_TABLE_PREFIX instead.',
  ];
}

function secretProblems(values: Values): string[] {
  const schemes = makeSchemes(values.TEN99POLICY_WEBHOOK_SCHEME);
  const secrets = values.TEN99POLICY_WEBHOOK_SECRETS ?? [];
  if (secrets.every((secret) => isTaken(secret, schemes))) return [];
  return [
    'TEN99POLICY_WEBHOOK_SECRETS holds a secret that is not written as TEN99POLICY_WEBHOOK_SCHEME needs it, such as base64 after whsec_.',
  ];
}

function portProblems({ PORT, SANDBOX_PORT, TEN99POLICY_API_KEY: key }: Values): string[] {
  if (key !== null || PORT !== SANDBOX_PORT || PORT === 0) return [];
  return [
    `SANDBOX_PORT is the same as PORT (${PORT}), and without an API key both are used. Example: SANDBOX_PORT=${PORT + 1}`,
  ];
}

function keyProblems(values: Values): string[] {
  const { TEN99POLICY_API_KEY: key, TEN99POLICY_ENVIRONMENT: environment } = values;
  const wanted = environment === 'production' ? 'live' : 'test';
  const example = `Example: TEN99POLICY_API_KEY=t9k_${wanted}_ followed by the rest of your key`;
  if (key) {
    const kind = /_live_/.test(key) ? 'live' : 'test';
    if (kind === wanted) return [];
    return [
      `TEN99POLICY_API_KEY is a ${kind} key, but TEN99POLICY_ENVIRONMENT is ${environment}. ${example}`,
    ];
  }
  const isElsewhere = values.TEN99POLICY_API_BASE !== SETTINGS.TEN99POLICY_API_BASE.fallback;
  if (environment !== 'production' && !isElsewhere) return [];
  const reason =
    environment === 'production' ? 'TEN99POLICY_ENVIRONMENT is production' : 'TEN99POLICY_API_BASE is set';
  return [`TEN99POLICY_API_KEY is missing, but ${reason}. ${example}`];
}

function reachProblems(values: Values, wrong: ReadonlySet<SettingName>): string[] {
  const { HOST: host, PUBLIC_URL: publicUrl } = values;
  if (!isReachableFromElsewhere(host, publicUrl)) return [];
  const where = `HOST=${host}, PUBLIC_URL=${publicUrl ?? 'not set'}`;
  const missing = (['OPERATOR_PASSWORD', 'SESSION_SECRET'] as const)
    .filter((name) => values[name] === null && !wrong.has(name))
    .map(
      (name) =>
        `${name} is missing: the app can be reached from other machines (${where}). ${exampleOf(name)}`,
    );
  if (!isWildcardHost(host) || publicUrl !== null) return missing;
  const unnamed = `PUBLIC_URL is missing: with HOST=${host} the app listens on all addresses, and cannot know under which one browsers and webhooks reach it. ${exampleOf('PUBLIC_URL')}`;
  return [...missing, unnamed];
}

/** Whether another machine can reach the app: HOST or PUBLIC_URL is not a loopback address. */
export function isReachableFromElsewhere(host: string, publicUrl: string | null): boolean {
  return !isLoopbackHost(host) || (publicUrl !== null && !isLoopbackHost(new URL(publicUrl).hostname));
}
