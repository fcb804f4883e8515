import { makeCovered } from './support/objects';
import { stringOf, textOf } from './support/pdf-text';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

async function open(link: string) {
  const response = await fetch(link);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/pdf');
  const file = Buffer.from(await response.arrayBuffer());
  expect(file.subarray(0, 5).toString()).toBe('%PDF-');
  return { text: textOf(file), source: file.toString('latin1') };
}

test('documents say what they are, whom they name, and have a title and a language', async () => {
  const covered = await makeCovered(sandbox.call, { last_name: 'O’Brien (Parker)' });
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
    expect(text).toContain('Joe O’Brien (Parker)');
    expect(text).toContain(id);
    for (const part of ['/DisplayDocTitle true', '/Lang (en-US)', '/MarkInfo', '/Count 1\n']) {
      expect(source.includes(part) ? part : `no ${part}`).toBe(part);
    }
  }
});

test.each([
  ['Greek and Cyrillic', 'Ωδή Жанна', 'Ωδή Жанна'],
  ['Hebrew, from right to left', 'כהן', 'ןהכ'],
  ['Hebrew of two words, with brackets that enclose them', '(מרים כהן)', 'ןהכ םירמ'],
  ['Arabic, from right to left', 'محمد', 'دمحم'],
  ['Chinese', '王小明', '王小明'],
  ['Japanese', 'やまだカナ', 'やまだカナ'],
  ['Korean', '김민수', '김민수'],
  ['Devanagari', 'कमला देवी', 'कमला देवी'],
  ['Thai', 'สมชาย ที่', 'สมชาย ที่'],
])('a name in %s is shown as on the screen', async (_script, name, shown) => {
  const { policy } = await makeCovered(sandbox.call, { last_name: name });
  const { text, source } = await open(policy.pdf_url);
  expect(text.replaceAll('\n', '')).toContain(shown);
  expect(text).not.toMatch(/[?\ufffd]|empty boxes/);
  expect(source).toContain('/Count 1\n');
});

test('what no font has is said to be missing', async () => {
  const { policy } = await makeCovered(sandbox.call, { last_name: 'ሰላም' });
  const { text } = await open(policy.pdf_url);
  expect(text).toContain('Letters that no font of this sandbox has are shown as empty boxes.');
});

test('a document has a title, with all of its letters', async () => {
  const { policy } = await makeCovered(sandbox.call);
  const { source } = await open(policy.certificates.wc_coi_pdf_url);
  const [, id = ''] = /\/Title (\d+) 0 R/.exec(source) ?? [];
  const [, title = ''] = new RegExp(`\\n${id} 0 obj\\n\\(([^]*?)\\)\\nendobj`).exec(source) ?? [];
  expect(stringOf(title)).toBe('SAMPLE: Certificate of insurance: workers’ compensation');
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
