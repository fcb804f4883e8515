/** A call as code that can be copied: a shell command, our client, Python. No key is in any of it. */
import { apiBase, toCurl } from '../policy-api/calls';
import type { NewApiCall } from '../store/api-calls';
import { operationOf, type Operation } from './operations';
import { CLIENT, type Sample, type SampleApi } from './sample';
import { isUpload, uploadSamples } from './upload-samples';

type SampleCall = Pick<NewApiCall, 'method' | 'path' | 'idempotency_key' | 'request_body'>;

/** Removed values stand as `[redacted]` and have to be filled in. */
export function samplesOf(call: SampleCall, api: SampleApi): Sample[] {
  const operation = operationOf(call.method, call.path);
  const body: unknown = call.request_body ? JSON.parse(call.request_body) : null;
  if (isUpload(call.method, call.path))
    return uploadSamples(call, (body ?? {}) as Record<string, string>, api);
  const sent = { method: call.method, path: call.path, idempotencyKey: call.idempotency_key ?? null };
  const curl = toCurl({ ...sent, requestBody: body }, api.apiBase, api.apiEnvironment);
  return [
    { name: 'cURL', language: 'bash', code: curl, note: null },
    ...(operation ? [nodeSample(operation, body, sent.idempotencyKey, api)] : []),
    operation?.python
      ? sdkSample(operation, operation.python, body, sent.idempotencyKey, api)
      : urllibSample(sent, body, api),
  ];
}

/** With the client of these pages. */
function nodeSample(operation: Operation, body: unknown, key: string | null, api: SampleApi): Sample {
  const { id, query, node } = operation;
  const args = [
    ...(id === null ? [] : [quoted(id)]),
    ...(body === null ? [] : [literal(body)]),
    ...(query.size === 0 ? [] : [literal(clientParams(query))]),
    ...(key === null ? [] : [quoted(key)]),
  ];
  const code = `import { createPolicyApi } from '${CLIENT}';

const api = createPolicyApi({
  baseUrl: ${quoted(api.apiBase)},
  apiKey: process.env.TEN99POLICY_API_KEY,
  environment: ${quoted(api.apiEnvironment)},
});

const answer = await api.${node}(${args.join(', ')});
console.log(answer);`;
  return {
    name: 'Node',
    language: 'javascript',
    code,
    note: `The client, from ${api.words.client}`,
  };
}

/** What our client calls the parameters of lists. */
function clientParams(query: URLSearchParams): Record<string, string | number> {
  const names: Readonly<Record<string, string>> = {
    starting_after: 'startingAfter',
    ending_before: 'endingBefore',
    'expand[]': 'expand',
  };
  return Object.fromEntries(
    [...query].map(([name, value]) => [names[name] ?? name, name === 'limit' ? Number(value) : value]),
  );
}

/** In the form of the vendor's Python SDK, `ten99policy`. */
function sdkSample(
  { id, query }: Operation,
  python: string,
  body: unknown,
  key: string | null,
  api: SampleApi,
): Sample {
  const fields = { ...Object.fromEntries(query), ...(body as Record<string, unknown> | null) };
  const args = [
    ...(id === null ? [] : [quoted(id)]),
    ...Object.entries(fields).map(([name, value]) => `${name}=${pythonLiteral(value, '    ')}`),
    ...(key === null ? [] : [`idempotency_key=${quoted(key)}`]),
  ];
  const call = args.length === 0 ? '()' : `(\n${args.map((arg) => `    ${arg},\n`).join('')})`;
  const code = `import os
import ten99policy

ten99policy.api_key = os.environ["TEN99POLICY_API_KEY"]
ten99policy.environment = ${quoted(api.apiEnvironment)}
ten99policy.api_base = ${quoted(apiBase(api.apiBase).origin)}

answer = ten99policy.${python}${call}
print(answer)`;
  return { name: 'Python', language: 'python', code, note: 'The vendor’s SDK: pip install ten99policy' };
}

/** Where the SDK has no such call. */
function urllibSample(
  { method, path, idempotencyKey }: { method: string; path: string; idempotencyKey: string | null },
  body: unknown,
  api: SampleApi,
): Sample {
  const headers: readonly (readonly [string, string])[] = [
    ['Authorization', '"Bearer " + os.environ["TEN99POLICY_API_KEY"]'],
    ['Ten99Policy-Environment', quoted(api.apiEnvironment)],
    ...(idempotencyKey === null ? [] : [['Ten99Policy-Idempotent-Key', quoted(idempotencyKey)] as const]),
    ...(body === null ? [] : [['Content-Type', '"application/json"'] as const]),
  ];
  const code = `import json
import os
import urllib.request

request = urllib.request.Request(
    ${quoted(apiBase(api.apiBase).origin + path)},
    method=${quoted(method)},
    headers={
${headers.map(([name, value]) => `        ${quoted(name)}: ${value},\n`).join('')}    },
${body === null ? '' : `    data=json.dumps(${pythonLiteral(body, '    ')}).encode(),\n`})
print(json.load(urllib.request.urlopen(request)))`;
  return {
    name: 'Python',
    language: 'python',
    code,
    note: 'The vendor’s SDK has no such call, so it is made with what Python brings.',
  };
}

/** The same text is a literal of both languages: it is in double quotes, and escaped as in JSON. */
const quoted = (text: string): string => JSON.stringify(text);

const literal = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(/^(\s*)"([a-z_][a-z0-9_]*)":/gim, '$1$2:');

function pythonLiteral(value: unknown, indent: string): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}    `;
  const lines = Array.isArray(value)
    ? value.map((item) => pythonLiteral(item, inner))
    : Object.entries(value).map(([name, item]) => `${quoted(name)}: ${pythonLiteral(item, inner)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return lines.length === 0
    ? `${open}${close}`
    : `${open}\n${lines.map((line) => `${inner}${line},\n`).join('')}${indent}${close}`;
}
