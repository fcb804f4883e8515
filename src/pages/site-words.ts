/** What the operators of a site call what they set and run, for texts that tell them what mends something. */
export interface SiteWords {
  /** The command that runs the checks of the page Doctor; null: there is none. */
  doctor: string | null;
  apiKey: string;
  environment: string;
  apiBase: string;
  proxy: string;
  database: string;
  dataDir: string;
  publicUrl: string;
  /** The signing secrets of the webhook endpoint, and how deliveries are signed. */
  secrets: string;
  scheme: string;
  /** How more time is allowed between the clocks. */
  tolerance: string;
  /** What is set so that the API is asked about each delivery. */
  verifyByApi: string;
  /** What registers an endpoint with this address, and gives its secret. */
  register: (url: string) => string;
  /** How the site is started where it does not answer, and a local sandbox: a sentence each. */
  start: string;
  startSandbox: string;
}

/** In a site that these pages are mounted in: what is given to the functions that it calls. */
export const HOST_WORDS: SiteWords = {
  doctor: null,
  apiKey: 'apiKey of createPolicyApi',
  environment: 'environment of createPolicyApi',
  apiBase: 'baseUrl of createPolicyApi',
  proxy: 'proxy of createPolicyApi',
  database: 'databaseUrl or dataDir of openStore',
  dataDir: 'dataDir of openStore and of createOnboarding',
  publicUrl: 'publicUrl of createOnboarding',
  secrets: 'webhook.secrets of createOnboarding',
  scheme: 'webhook.schemes of createOnboarding',
  tolerance: 'toleranceSeconds of the scheme',
  verifyByApi: 'webhook.verify of createOnboarding to api',
  register: () => 'registerWebhook',
  start: 'Start your site. If it runs, check publicUrl of createOnboarding.',
  startSandbox: 'Start the local sandbox.',
};
