/** An upload as code: its file is not kept with the call, so one of the reader's own stands in its place. */
import { apiBase } from '../policy-api/calls';
import { CLIENT, type Sample, type SampleApi } from './sample';

interface Upload {
  path: string;
  idempotency_key?: string | null;
}

/** Of a form; null is a file. */
interface Part {
  name: string;
  value: string | null;
}

/** Whether a call is a multipart form with files. */
export const isUpload = (method: string, path: string): boolean =>
  method === 'POST' && /\/files\/(certificates|external_certificates\/.+)$/.test(path);

/** `fields`: the form as it is kept, where a file is words that say what it was. */
export function uploadSamples(call: Upload, fields: Record<string, string>, api: SampleApi): Sample[] {
  const sent = Object.entries(fields).map(([name, value]): Part => ({
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
  return [
    curl,
    ...(call.path.endsWith('/files/certificates') ? [nodeSample(call, fields, api)] : []),
    pythonSample(call, sent, api),
  ];
}

const ABOUT = 'The file is not kept with the call: put your own in its place.';

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
  const note = `The client, from ${api.words.client}`;
  return { name: 'Node', language: 'javascript', code, note };
}

/** Python brings no multipart forms, and the vendor's SDK has no uploads: the form is put together by hand. */
function pythonSample(call: Upload, sent: readonly Part[], api: SampleApi): Sample {
  const text = JSON.stringify;
  const parts = sent.map(({ name, value }) =>
    value === null
      ? `part(${text(name)}, pdf, '; filename="certificate.pdf"\\r\\nContent-Type: application/pdf')`
      : `part(${text(name)}, ${text(value)}.encode())`,
  );
  const key = call.idempotency_key;
  const code = `import json
import os
import urllib.request
import uuid

with open("certificate.pdf", "rb") as file:
    pdf = file.read()
boundary = uuid.uuid4().hex

def part(name, value, more=""):
    head = f'--{boundary}\\r\\nContent-Disposition: form-data; name="{name}"{more}\\r\\n\\r\\n'
    return head.encode() + value + b"\\r\\n"

request = urllib.request.Request(
    ${text(apiBase(api.apiBase).origin + call.path)},
    method="POST",
    headers={
        "Authorization": "Bearer " + os.environ["TEN99POLICY_API_KEY"],
        "Ten99Policy-Environment": ${text(api.apiEnvironment)},
${key ? `        "Ten99Policy-Idempotent-Key": ${text(key)},\n` : ''}        "Content-Type": f"multipart/form-data; boundary={boundary}",
    },
    data=b"".join([
${parts.map((part) => `        ${part},\n`).join('')}        f"--{boundary}--\\r\\n".encode(),
    ]),
)
print(json.load(urllib.request.urlopen(request)))`;
  const note = `With what Python brings, as the vendor’s SDK has no uploads. ${ABOUT}`;
  return { name: 'Python', language: 'python', code, note };
}

/** Inside single quotes a shell leaves everything alone but the single quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
