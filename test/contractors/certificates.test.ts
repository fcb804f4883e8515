import { connect } from 'node:net';
import { makeCovered } from '../policy-api/support/insured';
import { Person } from '../support/browser-like';
import { startApp, until, type TestApp } from '../support/harness';
import { listSandbox } from '../support/sandbox-api';

let running: TestApp;
let operator: Person;
let who: Awaited<ReturnType<typeof makeCovered>>;
let page: string;
beforeAll(async () => void (running = await startApp({ maxRetries: 0 })));
beforeEach(async () => {
  operator = new Person(running.url);
  who = await makeCovered(running.deps.api);
  page = `/contractors/${who.contractor}/certificates`;
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const PDF = Buffer.from('%PDF-1.4\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF');
const MB = 1024 * 1024;

const certificates = async () =>
  (await listSandbox(running.sandbox, '/files/certificates')).filter(
    ({ contractor }) => contractor === who.contractor,
  );
const control = (path: string, body: object = {}) =>
  fetch(`${running.sandbox.url}/_sandbox${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

/** The form of the page as a browser sends it: its hidden fields first, then the file. */
function formWith(
  file: Blob | null,
  filename = 'complete.pdf',
  fields: Record<string, string> = {},
): FormData {
  const form = new FormData();
  const hidden = operator.page.$('form[data-upload] input[type=hidden]').toArray();
  for (const input of hidden) form.append(input.attribs['name']!, input.attribs['value'] ?? '');
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.append('certificate', file ?? new Blob([]), file ? filename : '');
  return form;
}

async function post(form: FormData, headers: Record<string, string> = {}) {
  const own = { cookie: operator.cookies, origin: running.url, 'sec-fetch-site': 'same-origin' };
  const answer = await fetch(running.url + page, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { ...own, ...headers },
  });
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
}

async function upload(filename: string, content: Buffer = PDF) {
  await operator.open(page);
  return post(formWith(new Blob([new Uint8Array(content)]), filename));
}

describe('uploading a certificate', () => {
  it('sends it once, and leads to its page', async () => {
    await operator.open(page);
    const form = () => formWith(new Blob([new Uint8Array(PDF)]), 'Übersicht complete.pdf');
    const answers = await Promise.all([post(form()), post(form())]);
    const [made, ...others] = await certificates();
    expect(others).toEqual([]);
    expect(made).toMatchObject({ filename: 'Übersicht complete.pdf', status: 'pending' });
    for (const { status, location } of answers)
      expect([status, location]).toEqual([303, `${page}/${made!.id}`]);
    await operator.open(`${page}/${made!.id}`);
    expect(operator.page.$('h1').text()).toBe('Übersicht complete.pdf');
    expect(operator.page.$('.pa-tag').text()).toBe('Waiting');
    expect(Number(operator.page.$('[data-ask-again]').attr('data-ask-again'))).toBeGreaterThan(100_000);
  });

  it.each<[string, string, Buffer | null, RegExp]>([
    ['no file', '', null, /Choose the certificate/],
    ['a picture', 'photo.jpg', Buffer.from('JFIF'), /The file is not a PDF/],
    ['a picture called PDF', 'photo.pdf', Buffer.from('JFIF'), /The file is not a PDF/],
    ['more than 15 MB', 'large.pdf', Buffer.concat([PDF, Buffer.alloc(15 * MB)]), /may have up to 15 MB/],
  ])('says at the field that there is %s', async (_name, filename, content, words) => {
    await operator.open(page);
    const { status, html } = await post(formWith(content && new Blob([new Uint8Array(content)]), filename));
    expect(status).toBe(400);
    expect(html).toMatch(words);
    expect(html).toContain('id="certificate-error"');
    expect(html).toContain('aria-invalid="true"');
    expect(await certificates()).toEqual([]);
  });

  it('takes one of 15 MB', async () => {
    const { status } = await upload('complete.pdf', Buffer.concat([PDF, Buffer.alloc(15 * MB - PDF.length)]));
    expect(status).toBe(303);
  });

  it('shows the API’s own refusal, and sends it once where the answer was lost', async () => {
    running.proxy.fail('POST /files/certificates', {
      kind: 'answer',
      status: 400,
      body: { error_code: 'no_insurance_requirement_found', message: 'There is none.' },
    });
    const refused = await upload('complete.pdf');
    expect(refused.html).toContain('There is no insurance requirement to check against');
    running.proxy.clear();
    running.proxy.fail('POST /files/certificates', { kind: 'lost' });
    const lost = await upload('complete.pdf');
    expect([lost.status, /name="repeat" value="true"/.test(lost.html)]).toEqual([502, true]);
    running.proxy.clear();
    expect(await certificates()).toHaveLength(1);
    const key = /name="idempotency_key" value="([^"]+)"/.exec(lost.html)![1]!;
    const again = await post(
      formWith(new Blob([new Uint8Array(PDF)]), 'complete.pdf', { idempotency_key: key, repeat: 'true' }),
    );
    expect(again.status).toBe(303);
    expect(await certificates()).toHaveLength(1);
  });

  it('comes to the end that each sample promises by its name', async () => {
    await operator.open(page);
    const samples = operator.page.$('a[download]').toArray();
    const sample = await fetch(running.url + samples[0]!.attribs['href']);
    expect(sample.headers.get('content-type')).toBe('application/pdf');
    const content = Buffer.from(await sample.arrayBuffer());
    for (const { attribs } of samples) expect((await upload(attribs['download']!, content)).status).toBe(303);
    await control('/clock', { advance: '2h' });
    const ends = Object.fromEntries((await certificates()).map((one) => [one.filename, one.status]));
    expect(ends).toEqual({
      'flagged.pdf': 'flagged',
      'expired.pdf': 'flagged',
      'no-insured.pdf': 'flagged',
      'no-wc.pdf': 'flagged',
      'complete.pdf': 'approved',
      'denied.pdf': 'denied',
      'error.pdf': 'error',
    });
  });

  it('is refused without the token, with a form that can be sent', async () => {
    await operator.open(page);
    const form = formWith(new Blob([new Uint8Array(PDF)]), 'complete.pdf', { _csrf: 'forged' });
    const { status, html } = await post(form);
    expect([status, html.includes('This form was out of date')]).toEqual([403, true]);
    expect((await post(form, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await certificates()).toEqual([]);
  });

  it('answers a page of ours whose token is out of date, however long the file is', async () => {
    await operator.open(page);
    const long = new Blob([new Uint8Array(Buffer.concat([PDF, Buffer.alloc(12 * MB)]))]);
    const { status, html } = await post(formWith(long, 'complete.pdf', { _csrf: 'old' }));
    expect([status, html.includes('This form was out of date')]).toEqual([403, true]);
  });

  it('goes on where a browser stops in the middle', async () => {
    await operator.open(page);
    const { port } = new URL(running.url);
    const fields = formWith(null).entries();
    const parts = [...fields]
      .filter(([, value]) => typeof value === 'string')
      .map(
        ([name, value]) =>
          `--xyz\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value as string}\r\n`,
      );
    const file = '--xyz\r\nContent-Disposition: form-data; name="certificate"; filename="a.pdf"\r\n\r\n%PDF';
    const socket = connect(Number(port), '127.0.0.1');
    const seen = running.log.length;
    socket.end(
      `POST ${page} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${operator.cookies}\r\nContent-Length: 5000\r\n` +
        `Content-Type: multipart/form-data; boundary=xyz\r\n\r\n${parts.join('')}${file}`,
    );
    await until(() => running.log.slice(seen).some((line) => line.includes('request refused')));
    expect(running.log.slice(seen).join('\n')).not.toContain('request failed');
    expect(await certificates()).toEqual([]);
    expect((await upload('complete.pdf')).status).toBe(303);
  });

  it('does not read what a forger sends', async () => {
    const { port } = new URL(running.url);
    const socket = connect(Number(port), '127.0.0.1');
    const boundary = 'xyz';
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="certificate"; filename="a.pdf"\r\n\r\n`;
    socket.write(
      `POST ${page} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: https://evil.example\r\nContent-Length: ${15 * MB}\r\n` +
        `Content-Type: multipart/form-data; boundary=${boundary}\r\n\r\n${head}%PDF`,
    );
    const answer: Buffer[] = [];
    for await (const chunk of socket as AsyncIterable<Buffer>) answer.push(chunk);
    const text = Buffer.concat(answer).toString();
    // The answer came, and the connection ended, though 15 MB were announced and never sent.
    expect(text).toMatch(/^HTTP\/1\.1 403 /);
    expect(text).toMatch(/\r\nConnection: close\r\n/i);
  });

  it.each(['multipart/form-data', 'multipart/form-data; boundary=none'])(
    'answers a body that cannot be read: %s',
    async (type) => {
      await operator.open(page);
      const answer = await fetch(running.url + page, {
        method: 'POST',
        body: 'not a form',
        headers: { 'content-type': type, cookie: operator.cookies, 'sec-fetch-site': 'same-origin' },
      });
      expect([400, 403]).toContain(answer.status);
    },
  );
});

describe('the page of a certificate', () => {
  async function reviewed(filename: string, act: string): Promise<void> {
    const { location } = await upload(filename);
    const id = location!.split('/').at(-1)!;
    expect((await control(`/certificates/${id}/${act}`)).ok).toBe(true);
    await operator.open(location!);
  }
  const tags = () =>
    operator.page
      .$('section[aria-label="Rules"] .pa-tag')
      .toArray()
      .map((tag) => operator.page.$(tag).text());

  it('shows an approved one with the dates of each line', async () => {
    await reviewed('complete.pdf', 'process');
    expect(operator.page.$('.pa-page-head .pa-tag').text()).toBe('Approved');
    const shows = operator.page.$('section[aria-label="What it shows"]').text().replace(/\s+/g, ' ');
    expect(shows).toMatch(/General liability (From .* to|To) \d+ \w+ \d{4} In force/i);
    expect(shows).toMatch(/Workers’ compensation (From .* to|To) \d+ \w+ \d{4} In force/i);
    expect(new Set(tags())).toEqual(new Set(['Passed']));
    expect(operator.page.$('[data-ask-again]').length).toBe(0);
  });

  it('explains a flagged one rule by rule, with the way forward', async () => {
    await reviewed('flagged.pdf', 'process');
    expect(operator.page.$('.pa-page-head .pa-tag').text()).toBe('Flagged');
    expect(tags().filter((text) => text === 'Not met')).toHaveLength(1);
    const ways = operator.page.$('section[aria-label="What you can do"]').text().replace(/\s+/g, ' ');
    expect(ways).toMatch(/950,000/);
    expect(operator.hrefOf('Upload another one')).toBe(page);
    const id = operator.page.path.split('/').at(-1)!;
    await control(`/certificates/${id}/approve`);
    await operator.open(operator.page.path);
    expect(operator.page.$('.pa-page-head .pa-tag').text()).toBe('Approved');
    expect(tags()).toContain('Approved by hand');
  });

  it.each([
    ['denied.pdf', 'deny', 'Denied'],
    ['error.pdf', 'process', 'Not readable'],
  ])('leads on from %s', async (filename, act, words) => {
    await reviewed(filename, act);
    expect(operator.page.$('.pa-page-head .pa-tag').text()).toBe(words);
    expect(operator.hrefOf('Upload another one')).toBe(page);
  });

  it('follows the review live', async () => {
    const { location } = await upload('complete.pdf');
    await operator.open(location!);
    const { liveTopic: topic, liveVersion: version } = operator.page.$('#live').data() as Record<
      string,
      string
    >;
    expect(topic).toBe(`cn:${who.contractor}`);
    await control('/clock', { advance: '2m' });
    const row = () => running.store.contractors.find(who.contractor);
    await until(async () => String((await row())!.updated_at) !== String(version));
    await operator.open(location!);
    expect(operator.page.$('.pa-page-head .pa-tag').text()).toBe('Approved');
  });

  it('is not found below another contractor', async () => {
    const { location } = await upload('complete.pdf');
    const other = await makeCovered(running.deps.api);
    await operator.open(location!.replace(who.contractor, other.contractor));
    expect(operator.page.status).toBe(404);
  });
});
