import type { SiteWords } from './pages/site-words';

/** The settings and commands of this app, for its own pages and scripts. */
export const OWN_WORDS: SiteWords = {
  doctor: 'npm run doctor',
  apiKey: 'TEN99POLICY_API_KEY',
  environment: 'TEN99POLICY_ENVIRONMENT',
  apiBase: 'TEN99POLICY_API_BASE',
  proxy: 'HTTPS_PROXY or HTTP_PROXY',
  pastProxy: 'name the API’s host in NO_PROXY',
  database: 'DATABASE_URL or DATA_DIR',
  databaseUrl: 'DATABASE_URL',
  dataDir: 'DATA_DIR',
  schema: 'DATABASE_SCHEMA',
  publicUrl: 'PUBLIC_URL',
  applicationHosts: 'TEN99POLICY_APPLICATION_HOSTS',
  hook: 'COVERAGE_HOOK_URL and COVERAGE_HOOK_SECRET',
  hookUrl: 'COVERAGE_HOOK_URL',
  secrets: 'TEN99POLICY_WEBHOOK_SECRETS',
  scheme: 'TEN99POLICY_WEBHOOK_SCHEME',
  tolerance: ';tolerance=SECONDS in TEN99POLICY_WEBHOOK_SCHEME',
  verifyByApi: 'TEN99POLICY_WEBHOOK_VERIFY=api',
  register: (url) => `npm run webhook:register -- ${url}`,
  start: 'Start the app: npm start. If it runs, check PORT.',
  startSandbox: 'Start the local sandbox: npm start brings it along, npm run sandbox starts it alone.',
  client: 'the folder of this app: npm run lift -- client YOUR-FOLDER --js esm',
};
