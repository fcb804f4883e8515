import { actKinds, actsOf } from '../acts/registry';

/** An operation of the control API, as the sandbox's page and the README list it. */
export interface ControlOperation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/_sandbox`. */
  readonly path: string;
  readonly does: string;
  /** What may be sent, to try it: JSON, or `@` and the name of a file. */
  readonly body?: string | undefined;
}

const row = (
  method: ControlOperation['method'],
  path: string,
  does: string,
  body?: string,
): ControlOperation => ({ method, path, does, body });

/** The one table of the control API. */
export const controlOperations: readonly ControlOperation[] = [
  row('GET', '/test-data', 'Lists the test data.'),
  row('POST', '/seed', 'Adds the demo data; refused while it is there.'),
  row(
    'POST',
    '/reset',
    'Empties the sandbox and sets the clock back to real time. The API key stays, as do webhook endpoints unless you send `{"keep_webhook_endpoints": false}`. `{"seed": "abc"}` makes ids and times the same each time, and with `"clock_runs": true` the clock goes on by itself; `{"at": 1788000000}` sets the clock, also back.',
    '{"seed": "demo"}',
  ),
  row(
    'GET',
    '/export',
    'Gives the whole state as one JSON document: with the secrets of webhook endpoints, without the API key.',
  ),
  row(
    'POST',
    '/import',
    'Puts such a document in the place of the state, at most 100 MB. A document that is wrong changes nothing.',
    '@sandbox-state.json',
  ),
  row(
    'GET',
    '/clock',
    'Shows the time of the sandbox, and as `next` what happens by itself next. Each reset or import changes its `epoch`.',
  ),
  row(
    'POST',
    '/clock',
    'Moves it forward, `{"advance": "24h"}` or `{"to": 1900000000}`, and does what falls due.',
    '{"advance": "24h"}',
  ),
  row(
    'POST',
    '/trigger',
    'Has an event told by what it tells of really happening, with all its objects and other events: `{"type": "policy.active", "object": "ias_…"}`. Without `object` it happens to a new one.',
    '{"type": "policy.active"}',
  ),
  ...actKinds.map((kind) => {
    const { plural, one, acts } = actsOf(kind);
    const named = Object.entries(acts).map(([name, { does }]) => `\`${name}\` (${does.replace(/\.$/, '')})`);
    const text = `Makes it happen to the ${one}, with all its objects and events. \`act\`: ${named.join(', ')}.`;
    return row('POST', `/${plural}/{id}/{act}`, text);
  }),
  row(
    'POST',
    '/certificates/{id}/rules/{rule}/approve',
    'Has a reviewer approve one failed rule of a flagged certificate, by the id of its result (`car_…`).',
  ),
  row('GET', '/category-codes', 'Lists all job category codes, also those that are not approved.'),
  row(
    'POST',
    '/category-codes',
    'Adds one, `{"name": "Drone Pilot"}`; with `"approved": false` it waits to be approved. `rates` are cents per $100.',
    '{"name": "Drone Pilot"}',
  ),
  row('POST', '/category-codes/{code}/approve', 'Approves one. The event `category_code.added` tells of it.'),
  row(
    'GET',
    '/requirements',
    'Lists the insurance requirements of the organisation; the API has no call for them.',
  ),
  row(
    'POST',
    '/requirements',
    'Adds one: `{"name": "Drivers", "rules": {"required_coverage": ["automobile_liability"]}, "entities": ["en_…"]}`. `rules` are `minimum_limits`, `required_coverage`, `policy_expiration`, `additional_insured`, `certificate_holder`; links are `entities` and `category_codes`; with `"is_default": true` the former default is none any more.',
    '{"name": "Drivers", "rules": {"required_coverage": ["automobile_liability"]}}',
  ),
  row('GET', '/requirements/{id}', 'Shows one.'),
  row(
    'PUT',
    '/requirements/{id}',
    'Changes what is sent of it; `rules` takes the place of all its rules.',
    '{"name": "Drivers and riders"}',
  ),
  row('DELETE', '/requirements/{id}', 'Deletes it.'),
  row(
    'GET',
    '/coi-upload-sessions',
    'Lists what others send certificates through. So do `/coi-trackers`, `/coi-tracker-sessions` and `/tracked-work`; with `/{id}` each shows one.',
  ),
  row(
    'POST',
    '/coi-upload-sessions',
    'Makes one, for the API’s `external_certificates/upload`. It ends after 30 days, or `{"expires_in": "1h"}`.',
  ),
  row(
    'POST',
    '/coi-trackers',
    'Makes one, for the API’s `external_certificates/tracker`. It collects the certificates for a job, `{"job": "jb_…"}`; `name`, `insurance_requirement_id` and `expires_in` may be sent.',
    '{"job": "JOB"}',
  ),
  row('POST', '/coi-trackers/{id}/sessions', 'Makes a session of it; `expires_in` may be sent.'),
  row(
    'GET',
    '/deliveries',
    'Lists webhook deliveries, newest first; `state`, `endpoint`, `event`, `limit` and the cursors of the API narrow it down.',
  ),
  row(
    'GET',
    '/payment-sessions',
    'Lists payment sessions with the addresses of their pages; so does `/payment-sessions/{id}`.',
  ),
  row('GET', '/deliveries/{id}', 'Shows one with its attempts, and the body and headers that each sent.'),
  row('POST', '/deliveries/{id}/resend', 'Sends it again.'),
  row('GET', '/webhook-endpoints', 'Lists webhook endpoints with their signature scheme.'),
  row(
    'PUT',
    '/webhook-endpoints/{id}',
    'Chooses the scheme: `{"scheme": "standard-webhooks"}`.',
    '{"scheme": "standard-webhooks"}',
  ),
  row('GET', '/organisation', 'Shows the settings of the organisation.'),
  row(
    'PUT',
    '/organisation',
    'Changes those that it names, `{"withhold_premium": true}`; `DELETE` sets all of them back.',
    '{"withhold_premium": true}',
  ),
  row(
    'GET',
    '/journal',
    'Lists the calls of the API, newest first; `operation`, `status` (`404`, `4xx`, `none`), `since`, `limit` and the cursors of the API narrow it down.',
  ),
  row('GET', '/journal/{id}', 'Shows one.'),
  row('DELETE', '/journal', 'Empties the journal.'),
  row(
    'POST',
    '/journal/expect',
    'Tells whether calls were made: `{"calls": [{"operation": "createContractor", "times": 1}]}`.',
    '{"calls": [{"operation": "createContractor", "times": 1}]}',
  ),
  row(
    'GET',
    '/framing',
    'Shows which site may show pages of the sandbox in frames; `null`: none, as after each start.',
  ),
  row(
    'PUT',
    '/framing',
    'Allows one for a while, at most an hour: `{"origin": "http://127.0.0.1:3000", "seconds": 900}`; `DELETE` ends it.',
    '{"origin": "http://127.0.0.1:3000", "seconds": 900}',
  ),
  row('GET', '/accounts', 'Lists the accounts with a name.'),
  row('DELETE', '/accounts/{name}', 'Removes one with all it holds.'),
  row('GET', '/api-faults', 'Lists what goes wrong with calls of the API on purpose.'),
  row(
    'POST',
    '/api-faults',
    'Adds a fault: `{"fault": "error", "operation": "createQuote", "rate": 0.2}`.',
    '{"fault": "error", "operation": "createQuote", "rate": 0.2}',
  ),
  row(
    'PUT',
    '/api-faults',
    'Sets the whole list of API faults.',
    '[{"fault": "latency", "ms": 500, "times": 3}]',
  ),
  row('GET', '/webhook-faults', 'Shows what goes wrong with webhooks on purpose.'),
  row(
    'PUT',
    '/webhook-faults',
    'Sets it, `{"duplicate_rate": 0.5}`; everything left out is off.',
    '{"duplicate_rate": 0.5}',
  ),
  row('GET', '/variants', 'Shows which documented variants of answers are on.'),
  row(
    'PUT',
    '/variants',
    'Sets them, `{"iso_dates": true}`; everything left out is off.',
    '{"iso_dates": true}',
  ),
  row('DELETE', '/api-faults', 'Switches all of them off. So it is with `/webhook-faults` and `/variants`.'),
];
