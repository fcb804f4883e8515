/** What a call is as code. */
export interface SampleApi {
  /** The base URL that the client was given. */
  apiBase: string;
  apiEnvironment: string;
}

export interface Sample {
  name: 'cURL' | 'Node' | 'Python';
  language: 'bash' | 'javascript' | 'python';
  code: string;
  /** What has to be known besides. */
  note: string | null;
}
