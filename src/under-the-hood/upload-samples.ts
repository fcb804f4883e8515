/** An upload as code: its file is not kept with the call, so one of the reader's own stands in its place. */
import { apiBase } from '../policy-api/calls';
import { CLIENT, type Sample, type SampleApi } from './sample';

interface Upload {
  path: string;
  idempotency_key?: string | null;
}

/** Whether a call is a multipart form with files. */
export const isUpload = (method: string, path: string): boolean =>
  method === 'POST' && /\/files\/(certificates|external_certificates\/.+)$/.test(path);

/** `fields`: the form as it is kept, where a file is words that say what it was. */
export function uploadSamples(call: Upload, fields: Record<string, string>, api: SampleApi): Sample[] {
  const sent = Object.entries(fields).map(([name, value]) => ({
    name,
    value: value.startsWith('(file ') ? null : value,
  }));
  const headers = [
    '"Authorization: Bearer $TEN99POLICY_API_KEY"',
    quoted(`Ten99Policy-Environment: ${api.apiEnvironment}`),
    ...(call.idempotency_key ? [quoted(`Ten99Policy-Idempotent-Key: ${call.idempotency_key}`)] : []),
  ];
  const parts = [
    `curl ${quoted(apiBase(api.apiBase).origin + call.path)}`,
    ...headers.map((header) => `--header ${header}`),
    ...sent.map(({ name, value }) =>
      value === null
        ? `--form ${quoted(`${name}=@certificate.pdf;type=application/pdf`)}`
        : `--form-string ${quoted(`${name}=${value}`)}`,
    ),
  ];
  const curl = { name: 'cURL', language: 'bash', code: parts.join(' \\\n  '), note: ABOUT } as const;
  return call.path.endsWith('/files/certificates') ? [curl, nodeSample(call, fields, api)] : [curl];
}

const ABOUT =
  'The file is not kept with the call: put your own in its place. Python brings no multipart forms, so there is no sample for it.';

function nodeSample(call: Upload, fields: Record<string, string>, api: SampleApi): Sample {
  const key = call.idempotency_key ? `, ${JSON.stringify(call.idempotency_key)}` : '';
  const code = `import { readFile } from 'node:fs/promises';
import { createPolicyApi } from '${CLIENT}';

const api = createPolicyApi({
  baseUrl: ${JSON.stringify(api.apiBase)},
  apiKey: process.env.TEN99POLICY_API_KEY,
  environment: ${JSON.stringify(api.apiEnvironment)},
});

const certificate = { filename: 'certificate.pdf', content: await readFile('certificate.pdf') };
const contractor = ${JSON.stringify(fields['contractor'] ?? '')};
const answer = await api.uploadCertificate({ contractor, certificate }${key});
console.log(answer);`;
  const note = 'The client, from the folder of this app: npm run lift -- client YOUR-FOLDER --js esm';
  return { name: 'Node', language: 'javascript', code, note };
}

/** Inside single quotes a shell leaves everything alone but the single quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
