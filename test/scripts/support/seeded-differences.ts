import type { Kind } from '../../../scripts/drift/finding';
import type { Altered } from './altering-proxy';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Fields = Record<string, any>;

export interface Seeded {
  /** The calls whose answers are changed. */
  calls: RegExp;
  change: (answer: Altered) => void;
  /** What has to be found, as `place: kind got`. */
  found: `${string}: ${Kind}${string}`;
}

/** Changes the first object of an answer, or the one that it is. */
const first =
  (change: (fields: Fields) => void) =>
  ({ body }: Altered): void => {
    const fields = (Array.isArray(body) ? body[0] : body) as Fields | undefined;
    if (fields !== undefined) change(fields);
  };

const oneOf = (list: string) => new RegExp(`^GET ${list}/(?!drift_unknown)[^/]+$`);
const unknownOf = (list: string) => new RegExp(`^GET ${list}/drift_unknown$`);

/** Ways in which an API may come to differ from its description, and what a check has to say of each. */
export const SEEDED: readonly Seeded[] = [
  {
    calls: /^GET \/contractors$/,
    change: first((one) => (one.loyalty_tier = 'gold')),
    found: 'Contractor.loyalty_tier: new text',
  },
  {
    calls: oneOf('/contractors'),
    change: first((one) => delete one.middle_name),
    found: 'Contractor.middle_name: missing',
  },
  {
    calls: /^GET \/contractors$/,
    change: first((one) => (one.created = '2026-01-01T00:00:00')),
    found: 'Contractor.created: type text',
  },
  {
    calls: oneOf('/contractors'),
    change: first((one) => (one.email = null)),
    found: 'Contractor.email: null null',
  },
  {
    calls: oneOf('/contractors'),
    change: first((one) => (one.address = '{"line1": "x"}')),
    found: 'Contractor.address: type text',
  },
  {
    calls: oneOf('/contractors'),
    change: first((one) => (one.withhold_premium = 'no')),
    found: 'Contractor.withhold_premium: type text',
  },
  {
    calls: /^GET \/contractors\/[^/]+\/policies$/,
    change: (answer) => void (answer.status === 200 && (answer.body = { data: answer.body as unknown })),
    found: 'listContractorPolicies: type object',
  },
  {
    calls: /^GET \/entities$/,
    change: first((one) => (one.coverage_limit = { aggregate_limit: '2000000', occurrence_limit: 1000000 })),
    found: 'Entity.coverage_limit.aggregate_limit: type text',
  },
  {
    calls: /^GET \/entities$/,
    change: first((one) => (one.required_coverage = ['pollution'])),
    found: 'Entity.required_coverage[]: value pollution',
  },
  { calls: oneOf('/entities'), change: first((one) => delete one.name), found: 'Entity.name: missing' },
  { calls: /^GET \/jobs$/, change: first((one) => (one.wage = '150.00')), found: 'Job.wage: type text' },
  {
    calls: /^GET \/jobs$/,
    change: first((one) => (one.wage_type = 'salary')),
    found: 'Job.wage_type: value salary',
  },
  {
    calls: oneOf('/jobs'),
    change: first((one) => (one.work_site = { indoors: true })),
    found: 'Job.work_site: new object',
  },
  {
    calls: oneOf('/jobs'),
    change: first((one) => (one.custom_metadata = [])),
    found: 'Job.custom_metadata: type list',
  },
  {
    calls: oneOf('/quotes'),
    change: first((one) => (one.coverage_type = { coverage_type: one.coverage_type })),
    found: 'Quote.coverage_type: type object',
  },
  {
    calls: oneOf('/quotes'),
    change: first((one) => (one.net_rate = 65.5)),
    found: 'Quote.net_rate: type number',
  },
  {
    calls: /^GET \/quotes$/,
    change: first((one) => (one.eligible = { result: true })),
    found: 'Quote.eligible: type object',
  },
  {
    calls: /^GET \/quotes$/,
    change: first((one) => (one.quote_json = "{'wc': None}")),
    found: 'Quote.quote_json: type text',
  },
  {
    calls: oneOf('/apply/sessions'),
    change: first((one) => delete one.url),
    found: 'ApplicationSession.url: missing',
  },
  {
    calls: /^GET \/apply\/sessions$/,
    change: first((one) => (one.quote = 'quote_12345')),
    found: 'ApplicationSession.quote: form',
  },
  {
    calls: /^GET \/apply\/sessions$/,
    change: first((one) => (one.step = 'identity_check')),
    found: 'ApplicationSession.step: value identity_check',
  },
  {
    calls: /^GET \/policies$/,
    change: first((one) => (one.status = 'lapsed')),
    found: 'Policy.status: value lapsed',
  },
  {
    calls: oneOf('/policies'),
    change: first((one) => (one.is_active = true)),
    found: 'Policy.is_active: new boolean',
  },
  {
    calls: oneOf('/assignments'),
    change: first((one) => delete one.eligible.message),
    found: 'Assignment.eligible.message: missing',
  },
  {
    calls: /^GET \/invoices$/,
    change: first((one) => (one.premium_due = null)),
    found: 'Invoice.premium_due: null null',
  },
  {
    calls: oneOf('/files/certificates'),
    change: first((one) => (one.status = 'under_review')),
    found: 'Certificate.status: value under_review',
  },
  {
    calls: oneOf('/events'),
    change: first((one) => (one.type = 'policy.renewed')),
    found: 'Event.type: value policy.renewed',
  },
  {
    calls: /^GET \/webhook_endpoints$/,
    change: first((one) => (one.events = '*')),
    found: 'WebhookEndpoint.events: type text',
  },
  {
    calls: /^GET \/category_codes$/,
    change: (answer) => void (answer.body = { items: answer.body as unknown }),
    found: 'listCategoryCodes: type object',
  },
  { calls: /^GET \/events$/, change: (answer) => (answer.status = 206), found: 'listEvents: status 206' },
  { calls: unknownOf('/jobs'), change: (answer) => (answer.status = 410), found: 'retrieveJob: status 410' },
  {
    calls: unknownOf('/quotes'),
    change: first((one) => delete one.error_code),
    found: 'retrieveQuote.error_code: missing',
  },
  {
    calls: unknownOf('/entities'),
    change: ({ body }) => (body.error_code = 'entity_not_found'),
    found: 'retrieveEntity.error_code: value entity_not_found',
  },
  {
    calls: /^GET \/jobs$/,
    change: ({ headers }) => delete headers['request-id'],
    found: 'listJobs, header request-id: header none',
  },
  {
    calls: oneOf('/policies'),
    change: ({ headers }) => (headers['content-type'] = 'text/plain'),
    found: 'retrievePolicy, header Content-Type: header text/plain',
  },
  {
    calls: /^GET \/entities$/,
    change: ({ headers }) => (headers['ten99policy-trace'] = 'x'),
    found: 'listEntities, header ten99policy-trace: header a header that the document does not have',
  },
];
