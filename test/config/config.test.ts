import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import express from 'express';
import { ConfigError, readConfig } from '../../src/config';
import { SANDBOX_SETTINGS } from '../../sandbox/src/settings';
import { SETTINGS, type Setting } from '../../src/config/settings';
import { PROJECT_ROOT } from '../../lib/project-root';
import { isLoopbackHost } from '../../lib/hosts';

type Env = Record<string, string>;

function problemsOf(env: Env): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

const KEY = 't9k_test_abcdefgh12345678';

describe('settings that are right', () => {
  it('may all be left out: the local sandbox on a loopback address', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      publicUrl: null,
      brand: { name: 'Onboarding example', colour: '#3d4ec6' },
      dataDir: path.join(PROJECT_ROOT, 'data'),
      databaseUrl: null,
      schema: null,
      tablePrefix: null,
      sessionSecret: null,
      operatorPassword: null,
      api: {
        key: null,
        environment: 'sandbox',
        baseUrl: 'https://api.1099policy.com/api/v1',
        applicationHosts: ['apply.1099policy.com', 'my.1099policy.com'],
        proxy: null,
      },
      webhooks: { secrets: [], schemes: [{ name: 'timestamped' }], verify: null },
      trustProxy: false,
      sandboxPort: 4010,
      hook: null,
      syncEveryMs: 5 * 60_000,
      logLevel: 'info',
    });
  });

  it('count as left out when they are empty', () => {
    expect(readConfig(Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, ''])))).toEqual(
      readConfig({}),
    );
  });

  it.each<[Env, object]>([
    [{ PORT: '0' }, { port: 0 }],
    [{ PUBLIC_URL: 'http://localhost:3000/' }, { publicUrl: 'http://localhost:3000' }],
    [{ DATA_DIR: '/var/lib/app' }, { dataDir: '/var/lib/app' }],
    [{ DATA_DIR: 'other' }, { dataDir: path.join(PROJECT_ROOT, 'other') }],
    [{ DATA_DIR: '~/onboarding-data' }, { dataDir: path.join(os.homedir(), 'onboarding-data') }],
    [{ DATA_DIR: '~' }, { dataDir: os.homedir() }],
    [{ DATA_DIR: './~x' }, { dataDir: path.join(PROJECT_ROOT, '~x') }],
    [{ DATABASE_URL: 'postgresql://u:p@db/x' }, { databaseUrl: 'postgresql://u:p@db/x' }],
    [
      { DATABASE_URL: 'postgres://db/x', DATABASE_SCHEMA: 'insurance', DATABASE_TABLE_PREFIX: 'app_' },
      { schema: 'insurance', tablePrefix: 'app_' },
    ],
    [{ TRUST_PROXY: '2' }, { trustProxy: 2 }],
    [{ TRUST_PROXY: 'off' }, { trustProxy: false }],
    [{ TRUST_PROXY: '10.0.0.0/8, ::1' }, { trustProxy: '10.0.0.0/8, ::1' }],
    [{ TRUST_PROXY: 'loopback' }, { trustProxy: 'loopback' }],
    [
      { TEN99POLICY_WEBHOOK_SECRETS: 'whsec_0123456789 , whsec_9876543210,,' },
      { webhooks: { secrets: ['whsec_0123456789', 'whsec_9876543210'], verify: null } },
    ],
    [
      { TEN99POLICY_APPLICATION_HOSTS: 'a.example, localhost:4010,[::1]:80' },
      { api: { applicationHosts: ['a.example', 'localhost:4010', '[::1]:80'] } },
    ],
    [{ TEN99POLICY_APPLICATION_HOSTS: 'A.example' }, { api: { applicationHosts: ['a.example'] } }],
    [{ TEN99POLICY_SYNC_MINUTES: '1' }, { syncEveryMs: 60_000 }],
    [{ TEN99POLICY_SYNC_MINUTES: '1440' }, { syncEveryMs: 86_400_000 }],
    [{ TEN99POLICY_SYNC_MINUTES: 'off' }, { syncEveryMs: null }],
    [
      {
        TEN99POLICY_WEBHOOK_SCHEME:
          'hmac;header=X-Sig;secret=base64, standard-webhooks;prefix=svix;tolerance=60',
      },
      {
        webhooks: {
          schemes: [
            { name: 'hmac', header: 'X-Sig', secretEncoding: 'base64' },
            { name: 'standard-webhooks', header: 'svix', toleranceSeconds: 60 },
          ],
        },
      },
    ],
    [{ TEN99POLICY_WEBHOOK_VERIFY: 'api' }, { webhooks: { secrets: [], verify: 'api' } }],
  ])('are read: %j', (env, expected) => {
    const config = readConfig(env);
    expect(config).toMatchObject(expected);
    // Express takes what passed.
    expect(() => express().set('trust proxy', config.trustProxy)).not.toThrow();
  });

  it.each(['t9k_test_abcdefgh12', 't9sk_test_abcdefgh12'])('may hold the key %s', (key) => {
    expect(readConfig({ TEN99POLICY_API_KEY: key }).api.key).toBe(key);
  });
});

describe('settings that are wrong', () => {
  it.each<[keyof typeof SETTINGS, string, RegExp]>([
    ['PORT', 'http', /is not a port number/],
    ['PORT', '70000', /is not a port number/],
    ['PORT', '-1', /is not a port number/],
    ['HOST', 'http://x', /is not a host name/],
    ['PUBLIC_URL', 'example.com', /is not a URL/],
    ['PUBLIC_URL', 'ftp://localhost', /is not a URL/],
    ['PUBLIC_URL', 'http://localhost/app', /must not have a path/],
    ['DATA_DIR', '~somebody/data', /only a shell understands/],
    ['DATA_DIR', '$HOME/data', /only a shell understands/],
    ['DATA_DIR', '%USERPROFILE%\\data', /only a shell understands/],
    ['PUBLIC_URL', 'https://x.example/ # a comment', /is not a URL/],
    ['DATABASE_URL', 'mysql://localhost/x', /is not a URL that begins with postgres/],
    ['DATABASE_SCHEMA', 'Insurance', /is no plain name/],
    ['DATABASE_TABLE_PREFIX', 'insurance-', /is no plain name/],
    ['SESSION_SECRET', 'short', /is too short/],
    ['OPERATOR_PASSWORD', 'short', /is too short/],
    ['TEN99POLICY_API_KEY', 'sk_test_abcdefgh', /does not begin with t9k_test_/],
    ['TEN99POLICY_API_KEY', 't9k_test_ab', /is too short/],
    ['TEN99POLICY_API_KEY', 't9k_test_abc defgh', /characters/],
    ['TEN99POLICY_API_KEY', `"${KEY}"`, /has quotes/],
    ['TEN99POLICY_API_KEY', `'${KEY}'`, /has quotes/],
    ['TEN99POLICY_API_KEY', `“${KEY}”`, /has quotes/],
    ['TEN99POLICY_API_KEY', ` ${KEY}`, /has spaces/],
    ['TEN99POLICY_API_KEY', `${KEY}\n`, /has spaces/],
    ['TEN99POLICY_API_KEY', 't9k_test_your_key_here', /placeholder/],
    ['TEN99POLICY_API_KEY', 't9k_test_xxxxxxxxxxxx', /placeholder/],
    ['TEN99POLICY_API_KEY', 't9k_test_...', /placeholder/],
    ['TEN99POLICY_API_KEY', '<your key>', /placeholder/],
    ['SESSION_SECRET', 'change-me-change-me', /placeholder/],
    ['SESSION_SECRET', '"a secret of sixteen', /quote at one end only/],
    ['OPERATOR_PASSWORD', "correct horse battery'", /quote at one end only/],
    ['OPERATOR_PASSWORD', 'correct horse \\', /ends in a backslash/],
    ['TEN99POLICY_ENVIRONMENT', 'staging', /must be sandbox or production/],
    ['TEN99POLICY_API_BASE', 'api.1099policy.com', /is not a URL/],
    ['TEN99POLICY_API_BASE', 'https://api.example/api/v1?a=1', /has a query or a fragment/],
    ['TEN99POLICY_WEBHOOK_SECRETS', 'whsec_012345 6789', /space or a quote inside/],
    ['TEN99POLICY_WEBHOOK_SECRETS', `whsec_0123456789,"whsec_9876543210`, /space or a quote inside/],
    ['TEN99POLICY_WEBHOOK_SECRETS', 'whsec_012345678', /a secret that is too short: .*16 characters/],
    ['TEN99POLICY_WEBHOOK_SECRETS', 'whsec_0123456789,whsec_', /a secret that is too short/],
    ['TEN99POLICY_WEBHOOK_SECRETS', 'v1,whsec_0123456789', /"v1" would be a secret.* from whsec_ on/],
    ['TEN99POLICY_WEBHOOK_SECRETS', 'whsec_0123456789, v1a, whsec_9876543210', /"v1a" would be a secret/],
    ['TEN99POLICY_WEBHOOK_SECRETS', ',', /holds no secret/],
    ['SANDBOX_PORT', '3000', /is the same as PORT/],
    ['TEN99POLICY_WEBHOOK_SCHEME', 'rsa', /must name timestamped, standard-webhooks, hmac/],
    ['TEN99POLICY_WEBHOOK_SCHEME', 'hmac;tolerance=60', /has an option that is none of header, secret/],
    ['TEN99POLICY_WEBHOOK_SCHEME', 'hmac;header=', /has no usable value for header/],
    ['TEN99POLICY_WEBHOOK_SCHEME', 'hmac;header=X=Y', /has no usable value for header/],
    ['TEN99POLICY_WEBHOOK_SCHEME', 'timestamped;tolerance=0', /has no usable value for tolerance/],
    ['TEN99POLICY_WEBHOOK_VERIFY', 'none', /must be signature or api/],
    ['TEN99POLICY_SYNC_MINUTES', '0', /whole minutes from 1 to 1440/],
    ['TEN99POLICY_SYNC_MINUTES', '1441', /whole minutes from 1 to 1440/],
    ['TEN99POLICY_SYNC_MINUTES', '2.5', /whole minutes/],
    ['TRUST_PROXY', 'yes', /is not off/],
    ['TRUST_PROXY', 'abc', /is not off/],
    ['TRUST_PROXY', '1.2.3', /is not off/],
    ['TRUST_PROXY', '10.0.0.0/99', /is not off/],
    ['TEN99POLICY_APPLICATION_HOSTS', 'https://apply.example.com', /must be host names/],
    ['TEN99POLICY_APPLICATION_HOSTS', 'apply.example.com/x', /must be host names/],
    ['TEN99POLICY_APPLICATION_HOSTS', '*.example.com', /must be host names/],
    ['TEN99POLICY_APPLICATION_HOSTS', 'a.example, b example', /must be host names/],
    ['TEN99POLICY_APPLICATION_HOSTS', ',', /must be host names/],
    ['SANDBOX_PORT', 'x', /is not a port number/],
    ['LOG_LEVEL', 'loud', /is not a log level/],
  ])('are named with the reason and an example: %s=%s', (name, value, reason) => {
    const own = problemsOf({ [name]: value }).filter((problem) => problem.startsWith(`${name} `));
    expect(own).toHaveLength(1);
    expect(own[0]).toMatch(reason);
    expect(own[0]).toContain(`Example: ${name}=`);
  });

  it('are named when a name lacks an underscore', () => {
    expect(problemsOf({ TEN99POLICY_APIKEY: KEY })).toEqual([
      'TEN99POLICY_APIKEY is not a setting. Write TEN99POLICY_API_KEY',
    ]);
    expect(problemsOf({ TEN99POLICY_OF_ANOTHER_TOOL: 'x' })).toEqual([]);
  });

  it('are reported all at once, a line each', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'y', TEN99POLICY_API_KEY: '<key>', HOST: '0.0.0.0' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'TEN99POLICY_API_KEY',
      'LOG_LEVEL',
      'OPERATOR_PASSWORD',
      'SESSION_SECRET',
      'PUBLIC_URL',
    ]);
    const error = new ConfigError(problems);
    expect(error.message.split('\n')).toHaveLength(problems.length + 1);
  });

  it('never show the value of a secret', () => {
    const canary = 'CANARY';
    const secret: Env = {
      TEN99POLICY_API_KEY: `"t9k_live_${canary}12345"`,
      TEN99POLICY_WEBHOOK_SECRETS: `${canary} a`,
      SESSION_SECRET: canary,
      OPERATOR_PASSWORD: canary,
      DATABASE_URL: `mysql://u:${canary}@h/x`,
      PUBLIC_URL: `https://u:${canary}@h.example/x`,
    };
    const all = [secret, { TEN99POLICY_API_KEY: `t9k_live_${canary}12345` }].flatMap(problemsOf).join('\n');
    expect(all).not.toContain(canary);
  });
});

describe('rules across settings', () => {
  it('a test key is for the sandbox, a live key for production', () => {
    const live = KEY.replace('test', 'live');
    expect(problemsOf({ TEN99POLICY_API_KEY: KEY })).toEqual([]);
    expect(problemsOf({ TEN99POLICY_API_KEY: live, TEN99POLICY_ENVIRONMENT: 'production' })).toEqual([]);
    expect(problemsOf({ TEN99POLICY_API_KEY: live })[0]).toContain(
      'is a live key, but TEN99POLICY_ENVIRONMENT is sandbox',
    );
    expect(problemsOf({ TEN99POLICY_API_KEY: KEY, TEN99POLICY_ENVIRONMENT: 'production' })[0]).toContain(
      'is a test key',
    );
  });

  it('a schema needs PostgreSQL', () => {
    expect(problemsOf({ DATABASE_SCHEMA: 'insurance' })).toEqual([
      expect.stringMatching(/^DATABASE_SCHEMA is set, but DATABASE_URL is not/),
    ]);
    expect(problemsOf({ DATABASE_SCHEMA: 'insurance', DATABASE_URL: 'mysql://db/x' })).toHaveLength(1);
  });

  it('an API elsewhere needs a key', () => {
    expect(problemsOf({ TEN99POLICY_ENVIRONMENT: 'production' })[0]).toContain(
      'TEN99POLICY_API_KEY is missing',
    );
    expect(problemsOf({ TEN99POLICY_API_BASE: 'http://localhost:1/api/v1' })[0]).toContain(
      'TEN99POLICY_API_BASE is set',
    );
  });

  it.each<Env>([
    { HOST: '192.168.1.5' },
    { PUBLIC_URL: 'https://tunnel.example' },
    { HOST: '127.evil.example' },
    { HOST: '0.0.0.0', PUBLIC_URL: 'http://10.0.0.5:3000' },
  ])('an app that others can reach needs a password and a secret: %j', (env) => {
    expect(problemsOf(env).map((problem) => problem.split(' ')[0])).toEqual([
      'OPERATOR_PASSWORD',
      'SESSION_SECRET',
    ]);
    const safe = { OPERATOR_PASSWORD: 'a long pass phrase', SESSION_SECRET: 'a secret of sixteen and more' };
    expect(problemsOf({ ...env, ...safe })).toEqual([]);
  });

  it.each(['0.0.0.0', '::', '0:0:0:0:0:0:0:0'])(
    'HOST=%s needs the address under which the app is reached',
    (HOST) => {
      const safe = {
        OPERATOR_PASSWORD: 'a long pass phrase',
        SESSION_SECRET: 'a secret of sixteen and more',
      };
      expect(problemsOf({ HOST, ...safe })).toEqual([
        expect.stringMatching(/^PUBLIC_URL is missing.*Example: PUBLIC_URL=/),
      ]);
      expect(problemsOf({ HOST, ...safe, PUBLIC_URL: 'http://10.0.0.5:3000' })).toEqual([]);
    },
  );

  it.each<[Env, string]>([
    [
      { HOST: '10.0.0.5', OPERATOR_PASSWORD: 'short', SESSION_SECRET: 'short' },
      'OPERATOR_PASSWORD,SESSION_SECRET',
    ],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'example.com' }, 'PUBLIC_URL'],
    [{ TEN99POLICY_ENVIRONMENT: 'production', TEN99POLICY_API_KEY: '<key>' }, 'TEN99POLICY_API_KEY'],
  ])('what is wrong is not said to be missing too: %j', (env, names) => {
    const problems = problemsOf(env);
    expect(
      problems
        .map((problem) => problem.split(' ')[0])
        .sort()
        .join(),
    ).toBe(names);
    expect(problems.join()).not.toMatch(/missing|not set/);
  });

  it('an example fits the environment', () => {
    expect(problemsOf({ TEN99POLICY_ENVIRONMENT: 'production' })[0]).toContain(
      'TEN99POLICY_API_KEY=t9k_live_',
    );
    expect(problemsOf({ TEN99POLICY_API_BASE: 'http://localhost:1/api/v1' })[0]).toContain('=t9k_test_');
  });

  it.each(['127.0.0.1', '127.8.8.8', 'localhost', '::1', '[::1]', 'app.localhost', 'LOCALHOST'])(
    '%s is this machine',
    (host) => expect(isLoopbackHost(host)).toBe(true),
  );
  it.each(['0.0.0.0', '127.0.0.1.example.com', 'localhost.example', '10.0.0.1', '::', ''])(
    '%s is not this machine',
    (host) => expect(isLoopbackHost(host)).toBe(false),
  );
});

describe('a proxy for the API', () => {
  const wrong = 'socks5://joe:canary@proxy.example:1080';

  it('is that of HTTPS_PROXY, which lower case goes before', () => {
    const proxyOf = (env: Env) => readConfig({ TEN99POLICY_API_KEY: KEY, ...env }).api.proxy;
    expect(proxyOf({ HTTPS_PROXY: 'proxy.example:3128' })).toBe('http://proxy.example:3128');
    expect(proxyOf({ HTTPS_PROXY: 'http://a.example', https_proxy: 'http://b.example' })).toBe(
      'http://b.example',
    );
    expect(proxyOf({ HTTPS_PROXY: 'http://a.example', no_proxy: '1099policy.com' })).toBeNull();
    expect(proxyOf({ HTTP_PROXY: 'http://a.example' })).toBeNull();
  });

  it('has to be an HTTP proxy, where it is used', () => {
    const problems = problemsOf({ TEN99POLICY_API_KEY: KEY, HTTPS_PROXY: wrong });
    expect(problems).toEqual([
      'HTTPS_PROXY is not the URL of an HTTP proxy. Example: HTTPS_PROXY=http://proxy.example.com:3128',
    ]);
    expect(problemsOf({ HTTPS_PROXY: wrong })).toEqual([]);
    expect(problemsOf({ TEN99POLICY_API_KEY: KEY, HTTP_PROXY: wrong, all_proxy: wrong })).toEqual([]);
  });
});

describe('.env.example', () => {
  const text = readFileSync(path.join(PROJECT_ROOT, '.env.example'), 'utf8');
  const blocks = text.split('\n\n').filter((block) => /^#?[A-Z0-9_]+=/m.test(block));

  it('has each setting once, with its help and default or example, all commented out', () => {
    const written = blocks.map((block) => {
      const lines = block.trim().split('\n');
      const [, name, value] = /^#([A-Z0-9_]+)=(.*)$/.exec(lines.at(-1)!) ?? [];
      const help = lines
        .slice(0, -1)
        .map((line) => line.replace(/^# /, ''))
        .join(' ');
      return { name, value, help };
    });
    expect(written).toEqual(
      // Those of both programs are said once, by the app.
      Object.entries<Pick<Setting, 'fallback' | 'help'>>({
        ...SETTINGS,
        ...Object.fromEntries(Object.entries(SANDBOX_SETTINGS).filter(([name]) => !(name in SETTINGS))),
      }).map(([name, { fallback, help }]) => ({
        name,
        value: fallback ?? '',
        help,
      })),
    );
  });

  it('changes nothing as it is, and gives valid settings when every line is switched on', () => {
    const on = Object.fromEntries(
      text
        .split('\n')
        .flatMap((line) => /^#([A-Z0-9_]+)=(.*)$/.exec(line) ?? [])
        .flatMap((part, index, all) => (index % 3 === 1 ? [[part, all[index + 1]!] as const] : [])),
    );
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
    expect(readConfig(on)).toEqual(readConfig({}));
  });
});
