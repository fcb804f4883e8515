import type { SiteWords } from '../pages/site-words';

/** What a call is as code. */
export interface SampleApi {
  /** The base URL that the client was given. */
  apiBase: string;
  apiEnvironment: string;
  words: SiteWords;
}

export interface Sample {
  name: 'cURL' | 'Node' | 'Python';
  language: 'bash' | 'javascript' | 'python';
  code: string;
  /** What has to be known besides. */
  note: string | null;
}

/** For Node samples: where the client is in the folder that it was carried to. */
export const CLIENT = './policy-api/client.js';
