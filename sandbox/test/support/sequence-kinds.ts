import { DAY } from './movable-clock';
import { address, contractorFields, jobFields } from './objects';

export type Fields = Record<string, unknown>;

/** Decides between possibilities by numbers that fast-check makes up and shrinks. */
export interface Choose {
  /** A number under `below`. */
  number(below: number): number;
  of<T>(values: readonly T[]): T;
  /** The id of an object made so far, or one that nothing has. */
  id(path: string): string;
  /** An attribute of an object made so far. */
  attribute(path: string, name: string): unknown;
  /** Sandbox time, epoch seconds. */
  now(): number;
}

/** What a sequence of calls has to know of one kind of object. */
export interface KindOfObject {
  make(choose: Choose): Fields;
  /** What a PUT may name; nothing: it cannot be updated. */
  update?: (choose: Choose) => Fields;
  /** Attributes that follow from others when those change. */
  derived?: readonly string[];
  /** Its name in the answer to a delete; none: it cannot be deleted. */
  deletedAs?: string;
  /** Some are made by the sandbox itself as time goes by. */
  appears?: true;
}

const states = ['CA', 'CA', 'CA', 'NY', 'IL', 'HI', 'OH'] as const;
const coverages = ['general', 'workers-comp', 'professional', 'media', 'cyber'] as const;
const lastNames = [
  'Parker',
  'Parker',
  'Parker',
  'Ineligible',
  'Blocked',
  'Charge-Fails',
  'Slow-Issuance',
  'Old-Application',
  'Other-Platform',
] as const;

const some = <T>(choose: Choose, values: readonly T[]): T[] => {
  const mask = 1 + choose.number(2 ** values.length - 1);
  return values.filter((_value, index) => mask & (2 ** index));
};

/** Mostly what can be insured. */
const coverage = (choose: Choose) =>
  choose.of([['general'], ['general', 'workers-comp'], ['workers-comp'], some(choose, coverages)]);

/** Names that decide what a certificate says, and one that says what is usual. */
export const fileNames = [
  'a.pdf',
  'a.pdf',
  'flagged.pdf',
  'expired.pdf',
  'no-wc.pdf',
  'complete.pdf',
  'denied.pdf',
];

/** A part of the fields, as a partial update sends it. */
const part = (choose: Choose, fields: Fields): Fields =>
  Object.fromEntries(some(choose, Object.entries(fields)));

const contractor = (choose: Choose): Fields => {
  const fields = contractorFields();
  const taken = choose.number(6) === 0 ? choose.attribute('/contractors', 'email') : undefined;
  return {
    ...fields,
    ...(taken === undefined ? {} : { email: taken }),
    last_name: choose.of(lastNames),
    address: address(choose.of(states)),
    withhold_premium: choose.number(4) === 0,
    custom_metadata: { team: choose.of(['red', 'blue']), [`key${choose.number(3)}`]: choose.number(9) },
  };
};

const entity = (choose: Choose): Fields => ({
  name: choose.of(['Apple, Inc', 'Éclair & Söhne', '株式会社']),
  address: { ...address('CA'), line2: choose.of([null, 'Floor 2']) },
  coverage_limit: { aggregate_limit: 1000 + choose.number(9), occurrence_limit: 1000 },
  required_coverage: some(choose, coverages),
});

const job = (choose: Choose): Fields => ({
  ...jobFields(choose.id('/entities')),
  wage: 100 + choose.number(1_000_000),
  wage_type: choose.of(['flatfee', 'hourly', 'unit', 'blended']),
  address: address(choose.of(states)),
  years_experience: choose.of([null, 0, 10]),
  custom_metadata: choose.of([{}, { purchase_order_number: 'PO-1' }]),
});

const dates = (choose: Choose): Fields => {
  const effective_date = choose.now() + (1 + choose.number(5)) * DAY;
  return choose.of([{}, { effective_date, end_date: effective_date + (1 + choose.number(400)) * DAY }]);
};

const quote = (choose: Choose): Fields => ({
  contractor: choose.id('/contractors'),
  job: choose.id('/jobs'),
  coverage_type: coverage(choose),
  ...dates(choose),
});

const session = (choose: Choose): Fields =>
  choose.number(4) === 0
    ? {
        is_general_opt_in: true,
        contractor: choose.id('/contractors'),
        general_opt_in_work_state: choose.of(states),
      }
    : { quote: choose.id('/quotes'), success_url: 'https://example.com/ok' };

const assignment = (choose: Choose): Fields => ({
  contractor: choose.id('/contractors'),
  job: choose.id('/jobs'),
  bind: choose.number(3) > 0,
  ...choose.of([{}, {}, { policy: choose.id('/policies') }]),
  ...choose.of([{}, {}, { coverage_type: coverage(choose) }]),
  ...dates(choose),
});

const invoice = (choose: Choose): Fields => ({
  contractor: choose.id('/contractors'),
  job: choose.id('/jobs'),
  gross_pay: 100 + choose.number(10_000_000),
  paycycle_startdate: 1_767_225_600 + choose.number(3) * DAY,
  paycycle_enddate: 1_768_435_200 + choose.number(3) * DAY,
  ...choose.of([{}, { purchase_order_number: 'PO-2' }]),
});

const endpoint = (choose: Choose): Fields => ({
  // Nothing listens there, and nothing is ever delivered.
  url: `http://127.0.0.1:9/${choose.number(9)}`,
  description: choose.of([null, 'A description']),
  events: some(choose, ['policy.active', 'policy.cancelled', 'application.created']),
});

export const kindsOfObject: Readonly<Record<string, KindOfObject>> = {
  '/contractors': {
    make: contractor,
    update: (choose) => part(choose, contractor(choose)),
    deletedAs: 'contractor',
  },
  '/entities': { make: entity, update: (choose) => part(choose, entity(choose)), deletedAs: 'entity' },
  '/jobs': {
    make: job,
    update(choose) {
      const { category_code: _fixed, ...fields } = job(choose);
      return part(choose, fields);
    },
    deletedAs: 'job',
  },
  '/quotes': {
    make: quote,
    update: (choose) => part(choose, quote(choose)),
    derived: ['net_rate', 'wc_net_rate', 'gl_net_rate', 'quote_json', 'eligible'],
  },
  '/apply/sessions': {
    make: session,
    update: (choose) =>
      part(choose, { success_url: 'https://example.com/a', cancel_url: 'https://example.com/b' }),
  },
  '/policies': {
    make: (choose) => ({ quote: choose.id('/quotes') }),
    update: (choose) => ({ is_active: choose.number(2) === 0 }),
    derived: ['status'],
    deletedAs: 'policy',
  },
  '/assignments': {
    make: assignment,
    update: (choose) => part(choose, assignment(choose)),
    derived: ['net_rate', 'eligible', 'certificates'],
    deletedAs: 'assignment',
  },
  '/invoices': {
    make: invoice,
    update: (choose) => part(choose, invoice(choose)),
    derived: ['premium_due'],
    deletedAs: 'invoice',
    appears: true,
  },
  '/webhook_endpoints': {
    make: endpoint,
    update: (choose) => part(choose, endpoint(choose)),
    deletedAs: 'webhook_endpoint',
  },
  '/files/certificates': {
    make: (choose) => ({ contractor: choose.id('/contractors'), filename: choose.of(fileNames) }),
  },
};
