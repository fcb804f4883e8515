/** What those who are told to mend a failed call call the options of the client. */
export interface ClientWords {
  apiKey: string;
  environment: string;
  apiBase: string;
  proxy: string;
  /** How calls are made to go past the proxy, behind "or". */
  pastProxy: string;
}

/** For who calls `createPolicyApi`; a program with settings of its own names those. */
export const CLIENT_WORDS: ClientWords = {
  apiKey: 'apiKey of createPolicyApi',
  environment: 'environment of createPolicyApi',
  apiBase: 'baseUrl of createPolicyApi',
  proxy: 'proxy of createPolicyApi',
  pastProxy: 'leave out proxy of createPolicyApi',
};
