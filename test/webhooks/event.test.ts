/** The form in which events are kept. */
import type { PolicyEvent } from '../../src/policy-api/normalize/event';
import { eventKey, namelessKey, readEvent, toNewEvent, workIn } from '../../src/webhooks/event';

const event = (more: Partial<PolicyEvent> = {}): PolicyEvent => ({
  id: 'ev_1',
  type: 'policy.active',
  created: 1_700_000_000,
  resource: { id: 'pl_1' },
  raw: {},
  ...more,
});
const kept = (more: Partial<PolicyEvent> = {}) => toNewEvent(event(more), '{}', 'signature', 5);

describe('an event as it is kept', () => {
  it('has its key, its id, type and time, how it was verified, and its body', () => {
    expect(toNewEvent(event(), '{"a": 1}', 'api', 1_700_000_000_123)).toEqual({
      key: 'ev_1',
      id: 'ev_1',
      type: 'policy.active',
      created: 1_700_000_000,
      objectId: 'pl_1',
      quoteId: null,
      policyId: null,
      sharedId: null,
      contractorId: null,
      verified: 'api',
      delivered: true,
      body: '{"a": 1}',
      receivedAt: 1_700_000_000_123,
    });
  });

  it('has no secret in its body', () => {
    const { body } = toNewEvent(event(), '{"data":{"ssn":"123-45-6789","id":"cn_1"}}', 'signature', 5);
    expect(body).not.toContain('6789');
    expect(body).toContain('cn_1');
  });

  it.each([
    [0, 0],
    [-1, null],
    [null, null],
  ])('has no time before all others: %s', (created, time) => {
    expect(kept({ created }).created).toBe(time);
  });

  it('keeps ids and types of 300 characters, and of longer ones what tells them apart', () => {
    const [long, longer] = ['x'.repeat(300), 'x'.repeat(301)];
    expect(kept({ id: long, type: long, resource: { id: long } })).toMatchObject({
      key: long,
      id: long,
      type: long,
      objectId: long,
    });
    const cut = kept({ id: longer, type: longer, resource: { id: longer } });
    const hash = expect.stringMatching(/^sha256:[\da-f]{64}$/) as string;
    expect(cut).toMatchObject({ key: hash, id: hash, type: long, objectId: hash });
    expect(kept({ id: `${longer}y` }).key).not.toBe(cut.key);
  });

  it.each<[string, Partial<PolicyEvent>, object]>([
    [
      'an application, by its quote',
      {
        type: 'application.complete',
        resource: { id: 'as_1', quote: 'qt_1', contractor: 'cn_1', job: 'jb_1' },
      },
      { objectId: 'as_1', quoteId: 'qt_1', contractorId: 'cn_1', sharedId: null },
    ],
    [
      'an application without a quote, by itself alone',
      { type: 'application.complete', resource: { id: 'as_1', contractor: 'cn_1' } },
      { objectId: 'as_1', quoteId: null, contractorId: 'cn_1', sharedId: null },
    ],
    [
      'a policy, by itself alone',
      { type: 'policy.active', resource: { id: 'pl_1', contractor: 'cn_1' } },
      { objectId: 'pl_1', policyId: null, sharedId: null },
    ],
    [
      'an assignment, by the work, since its policy is that of another job',
      {
        type: 'assignment.active',
        resource: { id: 'an_1', policy: 'pl_1', contractor: 'cn_1', job: 'jb_1' },
      },
      { policyId: null, sharedId: 'cn_1 jb_1' },
    ],
    [
      'what names a quote, by its quote',
      { type: 'something.new', resource: { quote: { id: 'qt_1' }, contractor: 'cn_1' } },
      { objectId: null, quoteId: 'qt_1', contractorId: 'cn_1', sharedId: null },
    ],
    [
      'an invoice, by the work',
      { type: 'invoice.charge_card_failed', resource: { contractor: { id: 'cn_1' }, job: 'jb_1' } },
      { contractorId: 'cn_1', sharedId: 'cn_1 jb_1' },
    ],
    [
      'an invoice without a job, by the contractor',
      { type: 'invoice.charge_card_failed', resource: { contractor: 'cn_1', job: '' } },
      { contractorId: 'cn_1', sharedId: 'cn_1' },
    ],
    [
      'what has its type in the middle of another, by the contractor',
      { type: 'old.policy.active', resource: { contractor: 'cn_1' } },
      { sharedId: 'cn_1' },
    ],
    [
      'what has a type that only begins alike, by the contractor',
      { type: 'policyholder', resource: { contractor: 'cn_1' } },
      { sharedId: 'cn_1' },
    ],
    [
      'nobody, without a contractor',
      { type: 'invoice.charge_card_failed', resource: { job: 'jb_1', contractor: null } },
      { contractorId: null, sharedId: null },
    ],
    [
      'nothing, where ids are no ids',
      { resource: { id: 7, quote: [], policy: true } },
      { objectId: null, quoteId: null, policyId: null },
    ],
  ])('tells of %s', (_name, more, expected) => {
    expect(kept(more)).toMatchObject(expected);
  });
});

describe('the key of an event without an id', () => {
  const nameless = (more: Partial<PolicyEvent> = {}) => eventKey(event({ id: null, ...more }));

  it('is told by type, time and object, and by nothing else', () => {
    const key = nameless();
    expect(key).toMatch(/^sha256:[\da-f]{64}$/);
    expect(nameless({ raw: { other: true }, resource: { id: 'pl_1', status: 'active' } })).toBe(key);
    const others = [
      nameless({ type: 'policy.cancelled' }),
      nameless({ created: 1 }),
      nameless({ resource: { id: 'pl_2' } }),
      nameless({ resource: { status: 'active' } }),
      nameless({ resource: { status: 'cancelled' } }),
    ];
    expect(new Set([key, ...others]).size).toBe(6);
    expect(namelessKey(event())).toBe(key);
    expect(kept({ id: null })).toMatchObject({ key, id: null });
  });
});

describe('the work an event tells of', () => {
  it.each([
    [{ contractor: 'cn_1', job: 'jb_1' }, 'cn_1 jb_1'],
    [{ contractor: 'cn_1' }, null],
    [{ job: 'jb_1' }, null],
  ])('in %j is %j', (resource, work) => {
    expect(workIn({ resource })).toBe(work);
  });
});

describe('the event in a body', () => {
  it('comes with its text as it was', () => {
    const text = ' {"type": "a", "id": "ev_1"} ';
    expect(readEvent(Buffer.from(text))).toMatchObject({ text, event: { id: 'ev_1', type: 'a' } });
  });

  it.each(['', '[]', 'null', '{}', '{"type":" "}', '{"type":'])('is none in %j', (text) => {
    expect(readEvent(Buffer.from(text))).toBeNull();
  });
});
