/** The words the reference is written in: JSON Schema 2020-12, as OpenAPI 3.1 takes it. */

export type Schema = Readonly<Record<string, unknown>>;
export type Properties = Readonly<Record<string, Schema>>;

export const CHOICE = 'Not documented by the vendor; the sandbox’s choice.';

/** Marks what the vendor's documentation leaves open, for machines and for readers. */
export function guess<T extends Schema>(described: T): T & { description: string; 'x-uncertain': true } {
  const text = typeof described['description'] === 'string' ? `${described['description']} ` : '';
  return { ...described, description: text + CHOICE, 'x-uncertain': true };
}

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

export const text = (description: string, example?: string): Schema => ({
  type: 'string',
  description,
  ...(example === undefined ? {} : { examples: [example] }),
});

/** Text that says something: blanks alone are refused. */
export const required = (description: string, example?: string): Schema => ({
  ...text(description, example),
  minLength: 1,
  pattern: '\\S',
});

export const webAddress = (description: string, example?: string): Schema => ({
  ...text(description, example),
  format: 'uri',
});

export const flag = (description: string, byDefault?: boolean): Schema => ({
  type: 'boolean',
  description,
  ...(byDefault === undefined ? {} : { default: byDefault }),
});

/** As a client may send it. */
export const flagSent = (description: string, byDefault?: boolean): Schema =>
  guess(nullable(flag(`${description} That null counts as not sent is a guess.`, byDefault)));

/** Seconds since 1970-01-01, UTC. */
export const date = (description: string): Schema => ({
  type: 'integer',
  format: 'int64',
  description: `${description} Seconds since 1970-01-01 00:00 UTC.`,
  examples: [1646818364],
});

/** A date as a client may send it: some of the vendor's schemas and examples have text with digits. */
export const dateSent = (description: string): Schema => ({
  type: ['integer', 'string', 'null'],
  pattern: '^\\s*\\d{1,16}\\s*$',
  description: `${description} Seconds since 1970-01-01 00:00 UTC; text with digits is read too.`,
  examples: [1646818364],
});

export const created = date('When it was created.');

export const cents = (description: string, minimum?: number, maximum?: number): Schema => ({
  type: 'integer',
  description: `${description} In US cents.`,
  ...(minimum === undefined ? {} : { minimum }),
  ...(maximum === undefined ? {} : { maximum }),
});

export const rate = (description: string): Schema => ({
  type: 'integer',
  minimum: 0,
  description: `${description} In cents of premium for each $100 of pay: 65 is 0.65 %.`,
});

export const id = (prefix: string, of: string, example: string): Schema => ({
  type: 'string',
  pattern: `^${prefix}_`,
  description: `The id of the ${of}. Take it as opaque.`,
  examples: [example],
});

export const ids = {
  contractor: id('cn', 'contractor', 'cn_yJBbMeq9QA'),
  entity: id('en', 'entity', 'en_C9Z2DmfHSF'),
  job: id('jb', 'job', 'jb_jsb9KEcTpc'),
  categoryCode: id('jc', 'job category', 'jc_MTqpkbkp6G'),
  quote: id('qt', 'quote', 'qt_5DciVga8Kt'),
  session: id('ias', 'application session', 'ias_01FVCHXE7PNQHA1T3S2AXL2QZE'),
  policy: id('pl', 'policy', 'pl_WzFRszJhoY'),
  assignment: id('an', 'assignment', 'an_TzLQszJmoP'),
  invoice: id('in', 'invoice', 'in_4RviYgc2Wt'),
  paymentSession: guess(id('hps', 'payment session', 'hps_5kTqWcN8bGxYzR2mVfJhDp')),
  event: id('ev', 'event', 'ev_Q2kA9Nsub9jKcFJqcBSv2u'),
  webhookEndpoint: id('whe', 'webhook endpoint', 'whe_KPGc5vEZdvoETu39BNwu2Z'),
  certificate: id('ci', 'certificate', 'ci_YnsHeB9PTo'),
} as const;

/** The same, or null. */
export const nullable = (schema: Schema): Schema =>
  typeof schema['type'] === 'string'
    ? { ...schema, type: [schema['type'], 'null'] }
    : { anyOf: [schema, { type: 'null' }] };

/** An object in an answer: every property is there but those named. */
/** An object within an answer, and what it is. */
export const about = (description: string, properties: Properties): Schema => ({
  ...answered(properties),
  description,
});

export const answered = (properties: Properties, sometimesAbsent: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !sometimesAbsent.includes(name)),
});

/**
 * The fields of a request. `older` are names that earlier versions of the documentation had for some of them, with
 * today's: those are accepted in their place, and mean nothing beside them.
 */
export function fields(
  properties: Properties,
  required: readonly string[] = [],
  older: Readonly<Record<string, string>> = {},
): Schema {
  const today = Object.values(older);
  const outdated = Object.entries(older).map(([name, now]) => [
    name,
    { description: `Older name of \`${now}\`.`, deprecated: true },
  ]);
  const either = Object.entries(older).map(([name, now]) => {
    const inItsPlace = { properties: { [name]: properties[now] } };
    return {
      anyOf: [{ required: [now] }, required.includes(now) ? { ...inItsPlace, required: [name] } : inItsPlace],
    };
  });
  const always = required.filter((name) => !today.includes(name));
  return {
    type: 'object',
    properties: { ...properties, ...(Object.fromEntries(outdated) as Properties) },
    ...(always.length > 0 && { required: always }),
    ...(either.length > 0 && { allOf: either }),
  };
}

/** Field of a request that may be unset again. */
export const unsettable = (schema: Schema): Schema =>
  guess({ ...nullable(schema), description: `${String(schema['description'])} Null or "" unsets it.` });

const types = ['general', 'professional', 'workers-comp', 'media', 'cyber'];

export const coverageTypes: Schema = {
  type: 'array',
  description:
    'Types of coverage. `media` and `cyber` need `general` in the same request, except for contractors who live in Hawaii.',
  items: { type: 'string', enum: types },
  examples: [['general', 'workers-comp']],
};

const olderTypes = ['general_liability', 'professional_liability', 'workers_comp'];
const typeSent: Schema = {
  anyOf: [
    { type: 'string', enum: types },
    { type: 'string', enum: olderTypes, deprecated: true, description: 'Names of a 2024 page.' },
  ],
};

/** As a client may send them: older versions of the documentation had one text, or an object around the list. */
export const coverageTypesSent = (mayBeEmpty: boolean): Schema => {
  const listed = { ...coverageTypes, items: typeSent, ...(mayBeEmpty ? {} : { minItems: 1 }) };
  return {
    anyOf: [
      listed,
      ...(mayBeEmpty ? [{ enum: [null, ''], description: 'None.' }] : []),
      { ...typeSent, deprecated: true },
      {
        ...fields({ coverage_type: { anyOf: [listed, typeSent] } }, ['coverage_type']),
        deprecated: true,
      },
    ],
  };
};
