import { CLIENT_WORDS, type ClientWords } from '../policy-api/words';
import { STORE_WORDS, type StoreWords } from '../store/words';

/** What the operators of a site call what they set and run, for texts that tell them what mends something. */
export interface SiteWords extends ClientWords, StoreWords {
  /** The command that runs the checks of the page Doctor; null: there is none. */
  doctor: string | null;
  /** Whichever database is in use. */
  database: string;
  publicUrl: string;
  applicationHosts: string;
  /** What is set so that a platform is called when coverage changes, and where it is called. */
  hook: string;
  hookUrl: string;
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
  /** Where code of theirs has the client of the API from. */
  client: string;
}

/** In a site that these pages are mounted in: what is given to the functions that it calls. */
export const HOST_WORDS: SiteWords = {
  ...CLIENT_WORDS,
  ...STORE_WORDS,
  doctor: null,
  database: 'databaseUrl or dataDir of openStore',
  dataDir: 'dataDir of openStore and of createOnboarding',
  publicUrl: 'publicUrl of createOnboarding',
  applicationHosts: 'applicationHosts of createOnboarding',
  hook: 'hook of createOnboarding',
  hookUrl: 'hook.url of createOnboarding',
  secrets: 'webhook.secrets of createOnboarding',
  scheme: 'webhook.schemes of createOnboarding',
  tolerance: 'toleranceSeconds of the scheme',
  verifyByApi: 'webhook.verify of createOnboarding to api',
  register: () => 'registerWebhook',
  start: 'Start your site. If it runs, check publicUrl of createOnboarding.',
  startSandbox: 'Start the local sandbox.',
  client: 'the folder policy-api beside the code of these pages, compiled to JavaScript',
};
