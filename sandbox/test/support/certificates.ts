import { contractorFields, type Made } from './objects';
import type { Answer, RunningSandbox } from './running-sandbox';

type Sandbox = Pick<RunningSandbox, 'url' | 'apiKey' | 'call'>;

export const pdf = '%PDF-1.4 sample';
export const pdfFile = (content: string | Uint8Array<ArrayBuffer> = pdf, type = 'application/pdf') =>
  new Blob([content], { type });

/** Sends a multipart body to the API. */
export async function sendForm(
  { url, apiKey }: Sandbox,
  path: string,
  form: FormData,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, ...headers },
    body: form,
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

/** Uploads a certificate of that name, of a new contractor unless one is given. */
export async function uploadNamed(sandbox: Sandbox, name: string, contractor?: string): Promise<Made> {
  const owner = contractor ?? (await sandbox.call('POST', '/contractors', contractorFields())).body.id;
  const form = new FormData();
  form.set('contractor', String(owner));
  form.set('certificate', pdfFile(), name);
  return (await sendForm(sandbox, '/files/certificates', form)).body as Made;
}
