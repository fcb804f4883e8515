import { newEvent, nowSeconds, send, signed, type Answer, type Target } from './sender';

/** What an answer should be. */
export type Expected = 'kept' | 'refused';

export interface Case {
  name: string;
  expected: (target: Target) => Expected;
  /** All its answers have to be as expected. */
  run: (target: Target) => Promise<Answer[]>;
}

const kept = () => 'kept' as const;
const refused = () => 'refused' as const;
/** Schemes that sign no time cannot tell how old a delivery is. */
const refusedByTime = ({ scheme }: Target) => (scheme.toleranceSeconds === null ? 'kept' : 'refused');
/** Seconds that are too far away, and such as are near enough. */
const far = ({ scheme }: Target) => (scheme.toleranceSeconds ?? 300) * 12;
const near = ({ scheme }: Target) => Math.floor((scheme.toleranceSeconds ?? 300) / 5);

const WRONG_SECRET = 'whsec_bm90IHRoZSBzZWNyZXQgb2YgdGhpcyBlbmRwb2ludA==';

const one = async (answer: Promise<Answer>) => [await answer];

function sendSigned(target: Target, body: string, options: Parameters<typeof signed>[2] = {}) {
  return send(target, body, { headers: signed(target, body, options) });
}

const text = (more: object = {}) => JSON.stringify(newEvent(more));

/** Each of the values of the headers of a signature changed. */
function changed(headers: Record<string, string>, change: (value: string) => string) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value)]));
}

/** A signature that does not fit before one that does, as while a secret is changed over. */
function twoSignatures(target: Target, body: string): Record<string, string> {
  const at = nowSeconds();
  const id = 'msg_webhookcheck';
  const [wrong, right] = [WRONG_SECRET, target.secrets[0]].map((secret) =>
    target.scheme.sign(body, secret, at, id),
  );
  const between = target.scheme.name === 'standard-webhooks' ? ' ' : ',';
  return Object.fromEntries(
    Object.entries(right ?? {}).map(([name, value]) => {
      const other = wrong?.[name];
      return [name, other === value || other === undefined ? value : `${other}${between}${value}`];
    }),
  );
}

/** The cases, each with what it should come to. */
export const CASES: readonly Case[] = [
  { name: 'a good delivery', expected: kept, run: (target) => one(sendSigned(target, text())) },
  {
    name: 'the same delivery twice, one after the other',
    expected: kept,
    run: async (target) => {
      const body = text();
      return [await sendSigned(target, body), await sendSigned(target, body)];
    },
  },
  {
    name: 'the same delivery ten times at once',
    expected: kept,
    run: (target) => {
      const body = text();
      return Promise.all(Array.from({ length: 10 }, () => sendSigned(target, body)));
    },
  },
  { name: 'no signature', expected: refused, run: (target) => one(send(target, text())) },
  {
    name: 'a signature that is nonsense',
    expected: refused,
    run: (target) => {
      const body = text();
      return one(send(target, body, { headers: changed(signed(target, body), () => 'nonsense') }));
    },
  },
  {
    name: 'a signature of another secret',
    expected: refused,
    run: (target) => one(sendSigned(target, text(), { secret: WRONG_SECRET })),
  },
  {
    name: 'a signature of the empty secret',
    expected: refused,
    run: (target) => {
      const body = text();
      const headers = target.scheme.name === 'standard-webhooks' ? {} : signed(target, body, { secret: '' });
      return one(send(target, body, { headers }));
    },
  },
  {
    name: 'a body that was changed after signing',
    expected: refused,
    run: (target) => {
      const body = text();
      const headers = signed(target, body);
      return one(send(target, body.replace('policy.active', 'policy.cancelled'), { headers }));
    },
  },
  {
    name: 'a signature of long ago',
    expected: refusedByTime,
    run: (target) => one(sendSigned(target, text(), { at: nowSeconds() - far(target) })),
  },
  {
    name: 'a signature of a time far ahead',
    expected: refusedByTime,
    run: (target) => one(sendSigned(target, text(), { at: nowSeconds() + far(target) })),
  },
  {
    name: 'a clock that is a little behind, and one a little ahead',
    expected: kept,
    run: async (target) => [
      await sendSigned(target, text(), { at: nowSeconds() - near(target) }),
      await sendSigned(target, text(), { at: nowSeconds() + near(target) }),
    ],
  },
  {
    name: 'each secret in force, and two signatures of which one fits',
    expected: kept,
    run: async (target) => {
      const body = text();
      const answers = [await send(target, body, { headers: twoSignatures(target, body) })];
      for (const secret of target.secrets) answers.push(await sendSigned(target, text(), { secret }));
      return answers;
    },
  },
  {
    name: 'an older event after a newer one',
    expected: kept,
    run: async (target) => [
      await sendSigned(target, text({ type: 'policy.cancelled' })),
      await sendSigned(target, text({ created: nowSeconds() - 86_400 })),
    ],
  },
  {
    name: 'a type that nobody knows',
    expected: kept,
    run: (target) => one(sendSigned(target, text({ type: 'comet.sighted' }))),
  },
  {
    name: 'an event without an id, and one with its object in data.object',
    expected: kept,
    run: async (target) => [
      await sendSigned(target, text({ id: undefined })),
      await sendSigned(target, text({ data: { object: { id: 'pl_webhookcheck' } } })),
    ],
  },
  {
    name: 'JSON written in an unusual way, under other content types',
    expected: kept,
    run: async (target) => {
      const { id } = newEvent();
      const body = `\n{ "type" : "policy.active",\t"note": "caf\\u00e9 é 👷", "id": ${JSON.stringify(id)} }\n`;
      const answers: Answer[] = [];
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream']) {
        const headers = { ...signed(target, body), 'Content-Type': type };
        answers.push(await send(target, body, { headers }));
      }
      return answers;
    },
  },
  {
    name: 'a large body (100 KiB)',
    expected: kept,
    run: (target) => one(sendSigned(target, text({ filler: 'x'.repeat(100 * 1024) }))),
  },
  {
    name: 'a body far too large (8 MiB), and one that is no event',
    expected: refused,
    run: async (target) => [
      await sendSigned(target, text({ filler: 'x'.repeat(8 * 1024 * 1024) })),
      await sendSigned(target, 'hello'),
      await sendSigned(target, ''),
    ],
  },
  {
    name: 'a slow sender: the body in four pieces over two seconds',
    expected: kept,
    run: (target) => {
      const body = text();
      return one(send(target, body, { headers: signed(target, body), slowly: true }));
    },
  },
];
