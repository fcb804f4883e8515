import { inflateSync } from 'node:zlib';
import { makeCovered } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

/** What is written on the pages: the letters stand as hexadecimal text in compressed streams. */
function textOf(file: Buffer): string {
  const source = file.toString('latin1');
  const streams = [...source.matchAll(/stream\r?\n([\s\S]*?)\nendstream/g)].map((match) => {
    const bytes = Buffer.from(match[1] ?? '', 'latin1');
    return bytes[0] === 0x78 ? inflateSync(bytes).toString('latin1') : '';
  });
  const lines = streams.join('\n').matchAll(/\[(.*?)\] TJ/g);
  const decode = (line: string) =>
    [...line.matchAll(/<([0-9a-f]*)>/gi)].map(([, hex]) => Buffer.from(hex ?? '', 'hex').toString('latin1'));
  return [...lines].map((line) => decode(line[1] ?? '').join('')).join('\n');
}

async function open(link: string) {
  const response = await fetch(link);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/pdf');
  const file = Buffer.from(await response.arrayBuffer());
  expect(file.subarray(0, 5).toString()).toBe('%PDF-');
  return { text: textOf(file), source: file.toString('latin1') };
}

test('documents say what they are, whom they name, and have a title and a language', async () => {
  const covered = await makeCovered(sandbox.call, { last_name: 'O’Brien (Pařker)' });
  const { policy, contractor, nextJob } = covered;
  const assignment = await sandbox.call('POST', '/assignments', { contractor, job: nextJob });
  const { gl_coi_pdf_url: general } = assignment.body.certificates;
  for (const [link, id] of [
    [policy.pdf_url, policy.id],
    [policy.certificates.wc_coi_pdf_url, policy.id],
    [general, assignment.body.id],
  ]) {
    const { text, source } = await open(link);
    expect(text).toContain('SAMPLE - LOCAL SANDBOX - NO INSURANCE IS SOLD');
    expect(text).toContain('insures nothing and nobody');
    expect(text).toContain("Joe O'Brien (Pa?ker)");
    expect(text).toContain(id);
    for (const part of ['(SAMPLE: ', '/DisplayDocTitle true', '/Lang (en-US)', '/MarkInfo', '/Count 1\n']) {
      expect(source.includes(part) ? part : `no ${part}`).toBe(part);
    }
  }
});

test('however long a name is, there is one page', async () => {
  const { policy } = await makeCovered(sandbox.call, { last_name: 'x'.repeat(20_000) });
  expect((await open(policy.pdf_url)).source.includes('/Count 1\n')).toBe(true);
});

test.each([
  'ten99policy_policy_pl_0000000000_1.pdf',
  'ten99policy_gl_coi_pl_0000000000_an_0000000000_1.pdf',
  'other.pdf',
])('there is no %s', async (file) => {
  expect((await fetch(`${sandbox.url}/bound-policies/sandbox/${file}`)).status).toBe(404);
});
