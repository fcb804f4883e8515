import { Person } from '../../test/support/browser-like';
import { Applicant, card, goodAnswers } from './support/applicant';
import { control } from './support/control';
import { makeSession } from './support/objects';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

describe('the hosted application', () => {
  async function atSignature(): Promise<Applicant> {
    const { session } = await makeSession(sandbox.call);
    const applicant = await new Applicant(String(session.url)).open();
    await applicant.send({ confirmed: 'yes' });
    return applicant.send(goodAnswers);
  }
  const sign = (applicant: Applicant, signature: string) => applicant.send({ signature, agreed: 'yes' });

  test.each([
    ['nothing to see', '\u200b\u3164\u2060 \u2800', /Type your full name to sign/],
    ['one letter', 'J\u200b', /Type your full name to sign/],
    ['a name that is too long', '👩‍🚀'.repeat(201), /at most 200 characters/],
  ])('is not signed by %s, and shows what was typed', async (_name, signature, words) => {
    const applicant = await sign(await atSignature(), signature);
    expect(applicant.title).toBe('Read and sign');
    expect(applicant.html).toMatch(words);
    expect(applicant.html).not.toContain('maxlength');
    if (signature.length > 200) expect(applicant.html).toContain(`value="${signature}"`);
  });

  test('is signed by a pasted name, and paid with a pasted number of the test card', async () => {
    const applicant = await sign(await atSignature(), '\u2068می‌خواهم 👩‍🚀\u2069 ');
    expect(applicant.title).toBe('How you pay');
    await applicant.send({ ...card, card_number: '\u202a４242–4242‑4242\u00a04242\u202c' });
    expect(applicant.title).toBe('Review and finish');
    expect(applicant.html).toContain('<dd>می‌خواهم 👩‍🚀</dd>');
  });
});

describe('the pages for developers', () => {
  test('understand pasted numbers and lengths of time', async () => {
    const person = new Person(sandbox.url);
    await person.open('/clock');
    await person.submit('/clock', { advance: '\u200e２４\u00a0h\u200b' });
    expect((await control(sandbox, 'GET', '/clock')).body.offset).toBe(86_400);
    await person.open('/faults');
    await person.submit('/faults/webhooks', { drop_rate: '\u2068٠٫٥\u2069', delay_seconds: ' ３ ' });
    expect((await control(sandbox, 'GET', '/webhook-faults')).body).toMatchObject({
      drop_rate: 0.5,
      delay_seconds: 3,
    });
  });
});
