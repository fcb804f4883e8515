import { Person } from '../../test/support/browser-like';
import { certificateActs } from '../src/acts/certificates';
import { uploadNamed } from './support/certificates';
import { control } from './support/control';
import { typesOf } from './support/events';
import { MovableClock } from './support/movable-clock';
import type { Made } from './support/objects';
import { runReceiver, runSandbox, until, type RunningSandbox } from './support/running-sandbox';
import { register } from './support/webhooks';

const clock = new MovableClock();
let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox({ now: clock.now })));
afterAll(() => sandbox.close());

const upload = async (name = 'acme.pdf') => (await uploadNamed(sandbox, name)).id;
const act = (id: string, name: string) => control(sandbox, 'POST', `/certificates/${id}/${name}`);
const get = async (id: string) =>
  (await sandbox.call('GET', `/files/certificates/${id}?expand[]=review_results.full`)).body as Made;

/** How it stands after each act, and the events that told of it. */
async function outcome(id: string, names: readonly string[]) {
  const states: unknown[] = [];
  for (const name of names) {
    const { status, body } = await act(id, name);
    states.push(status === 200 ? (body as { state: string }).state : status);
  }
  const types = await typesOf(sandbox.call, id);
  return [...states, ...types.map((type) => type.replace('certificate.', '! '))];
}

describe('one call makes it happen to a certificate', () => {
  it.each([
    ['acme.pdf', ['process'], ['approved', '! approved']],
    ['flagged.pdf', ['process'], ['flagged', '! flagged']],
    ['error.pdf', ['process'], ['error']],
    ['flagged.pdf', ['approve'], ['approved', '! approved']],
    ['acme.pdf', ['flag', 'approve'], ['flagged', 'approved', '! flagged', '! approved']],
    ['complete.pdf', ['flag', 'deny'], ['flagged', 'denied', '! flagged', '! denied']],
    ['acme.pdf', ['deny'], ['denied', '! flagged', '! denied']],
    ['acme.pdf', ['error', 'process'], ['error', 409]],
    ['acme.pdf', ['approve', 'deny', 'flag'], ['approved', 409, 409, '! approved']],
    ['acme.pdf', ['deny', 'approve'], ['denied', 409, '! flagged', '! denied']],
    ['acme.pdf', ['flag', 'error', 'process'], ['flagged', 409, 409, '! flagged']],
    ['acme.pdf', ['dance'], [404]],
  ])('%s: %j', async (name, names, states) => {
    const id = await upload(name);
    expect(await outcome(id, names)).toEqual(states);
    // Nothing that was to happen before happens afterwards; the reviewer of the test data is not there.
    const after = await get(id);
    clock.move(7200);
    expect([await get(id), await outcome(id, [])]).toEqual([
      states[0] === 404 ? expect.anything() : after,
      states[0] === 404 ? ['! approved'] : states.filter((state) => String(state).startsWith('!')),
    ]);
  });

  it('works while it is processing, and flags by any requirement', async () => {
    const id = await upload();
    clock.move(10);
    const [sample] = (await control(sandbox, 'GET', '/requirements')).body as [Made];
    await control(sandbox, 'PUT', `/requirements/${sample.id}`, { rules: { policy_expiration: true } });
    expect(await outcome(id, ['flag'])).toEqual(['flagged', '! flagged']);
    await control(sandbox, 'PUT', `/requirements/${sample.id}`, { rules: sample['rules'] as object });
    expect((await get(id))['review_results'].audit_results).toEqual([
      expect.objectContaining({ rule_name: 'Policy Expiration', result: 'fail' }),
    ]);
  });

  it('says who may not decide, and about what', async () => {
    const { status, body } = await act(await upload(), 'deny');
    expect([status, body.state]).toEqual([200, 'denied']);
    expect(body.certificate).toMatchObject({ status: 'denied', review_results: null });
    expect((body.events as { type: string }[]).map(({ type }) => type)).toEqual([
      'certificate.flagged',
      'certificate.denied',
    ]);
    expect((await act('ci_0000000000', 'approve')).status).toBe(404);
  });
});

describe('a reviewer', () => {
  const ruleOf = async (id: string, result: string) =>
    ((await get(id))['review_results'].audit_results as Made[]).find((rule) => rule['result'] === result)!;
  const approveRule = (id: string, rule: string) =>
    control(sandbox, 'POST', `/certificates/${id}/rules/${rule}/approve`);

  it('approves single failed rules by the control API', async () => {
    const id = await upload('flagged.pdf');
    await act(id, 'process');
    const before = await get(id);
    const failed = await ruleOf(id, 'fail');
    expect(failed['message']).toContain('$950,000 is below the required $1,000,000');
    clock.move(5);
    const { status, body } = await approveRule(id, failed.id);
    expect([status, body]).toEqual([200, await get(id)]);
    expect(body).toMatchObject({ status: 'flagged', updated: clock.seconds });
    expect(body.review_results).toMatchObject({
      summary: before['review_results'].summary,
      audit_results: [{ ...failed, manually_approved: true }, {}, {}, {}, {}],
    });
    expect((await approveRule(id, (await ruleOf(id, 'pass')).id)).status).toBe(409);
    expect((await approveRule(id, 'car_0000000000')).status).toBe(404);
    expect((await approveRule('ci_0000000000', failed.id)).status).toBe(404);
    expect(await outcome(id, ['approve'])).toEqual(['approved', '! flagged', '! approved']);
    expect((await get(id))['review_results'].status).toBe('approved');
    expect((await approveRule(id, failed.id)).status).toBe(409);
  });

  it('looks at what the test data flags for them an hour later, unless somebody did before', async () => {
    const [denied, approved] = [await upload('one-denied.pdf'), await upload('two-denied.pdf')];
    for (const id of [denied, approved]) await act(id, 'process');
    await approveRule(denied, (await ruleOf(denied, 'fail')).id);
    await act(approved, 'approve');
    const { schedule } = (await control(sandbox, 'GET', '/export')).body as {
      schedule: { object: string }[];
    };
    expect(schedule.map(({ object }) => object)).not.toContain(approved);
    clock.move(3600);
    expect([(await get(denied))['status'], (await get(approved))['status']]).toEqual(['denied', 'approved']);
  });

  it('decides on the page of the certificate, rule by rule', async () => {
    const id = await upload('one-denied.pdf');
    const person = new Person(sandbox.url);
    const open = () => person.open(`/objects/certificate/${id}`);
    const buttons = () =>
      person.page
        .$('main button')
        .toArray()
        .map((button) => person.page.$(button).attr('value'));
    await open();
    expect(buttons()).toEqual(Object.keys(certificateActs.acts));
    await person.submit(`/objects/certificate/${id}`, { act: 'process' });
    expect(person.text).toContain('Done. The certificate is now: flagged.');
    expect(person.text).toContain('Held against the requirement “Standard requirement”.');
    expect(person.text).toContain('$950,000 is below the required $1,000,000');
    const [first, second, ...decisions] = buttons();
    expect([first, second].every((value) => value?.startsWith('car_'))).toBe(true);
    expect(decisions).toEqual(['deny']);
    const review = `/objects/certificate/${id}/review`;
    await person.submit(review, { decision: 'approve' });
    expect(person.page.$('.errors').text()).toContain(
      'Approve each failed rule first: CGL Limits, CGL Expiration.',
    );
    await person.submit(review, { rule: first! });
    expect(person.text).toContain('The rule is approved.');
    expect(buttons()).toEqual([second, 'deny']);
    await person.submit(review, { rule: second! });
    expect(buttons()).toEqual(['approve', 'deny']);
    await person.submit(review, { decision: 'approve' });
    expect(person.text).toContain('The certificate is approved.');
    expect(person.text).toContain('approved by hand');
    expect(buttons()).toEqual([]);
    expect(await typesOf(sandbox.call, id)).toEqual(['certificate.flagged', 'certificate.approved']);
  });

  it('denies on the page', async () => {
    const id = await upload('flagged.pdf');
    await act(id, 'process');
    const person = new Person(sandbox.url);
    await person.open(`/objects/certificate/${id}`);
    await person.submit(`/objects/certificate/${id}/review`, { decision: 'deny' });
    expect(person.text).toContain('The certificate is denied.');
    expect((await get(id))['status']).toBe('denied');
  });
});

describe('the event certificate.error', () => {
  it('is sent in a variant alone, to endpoints for all events', async () => {
    const receiver = await runReceiver();
    await register(sandbox, receiver.url);
    await control(sandbox, 'PUT', '/variants', { certificate_error: true });
    const id = await upload('error.pdf');
    await act(id, 'process');
    await control(sandbox, 'DELETE', '/variants');
    await until(() => receiver.deliveries.length > 0);
    expect(receiver.deliveries[0]!.event).toMatchObject({
      type: 'certificate.error',
      data: { object: 'certificate', id, status: 'error', review_results: null },
    });
    await receiver.close();
  });
});
