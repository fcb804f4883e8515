import { OWN_WORDS } from '../../src/own-words';
import { explainedCodes, explainError as explainIn, isRetryable } from '../../src/policy-api/error-catalog';
import { fixOf } from '../../src/policy-api/error-table/explanation';
import { CLIENT_WORDS } from '../../src/policy-api/words';
import { apiError } from './support/errors';

const explainError = (error: ReturnType<typeof apiError>) => explainIn(error, CLIENT_WORDS);

const CODES = `general_error invalid_api_key auth_token_expired no_tenant_found insufficient_permissions
  resource_not_found database_operational_error invalid_input bad_request effective_date_invalid end_date_invalid
  duplicate_email missing_job_category_code invalid_job_category_code job_category_not_approved invoice_exists
  invalid_entity_id contractor_has_matching_policy contractor_blocked_for_writes invalid_contractor_id
  missing_contractor_id invalid_job_id job_is_used invalid_quote_id cant_update_create_new_quote policy_already_exists
  invalid_policy_id no_active_policy invalid_session_id session_expired application_already_complete
  custom_applications_disabled invalid_assignment_id invalid_invoice_id invoice_already_paid
  invoice_uneditable_already_exists agency_pay_invoice_exists invalid_paycycle_startdate invalid_paycycle_enddate
  invalid_event_id invalid_webhook_endpoint_id invalid_webhook_signature missing_certificate missing_certificates
  invalid_file_type invalid_mime_type invalid_file_size no_insurance_requirement_found`.split(/\s+/);

describe('explainError', () => {
  it('knows the 48 codes and no other', () => {
    expect(CODES).toHaveLength(48);
    expect([...explainedCodes.keys()].sort()).toEqual([...CODES].sort());
  });

  it.each(CODES)('explains %s in whole sentences', (code) => {
    const { title, explanation, fix } = explainError(apiError({ code, message: 'x' }));
    expect(title).toMatch(/^[A-Z].+[^.]$/);
    expect(explanation).toMatch(/^[A-Z].+\.$/);
    expect(fix).toMatch(/^[A-Z].+\.$/);
    expect(title + explanation + fix).not.toMatch(/undefined|_id\b/);
  });

  it('has its own title for every code', () => {
    expect(new Set([...explainedCodes.values()].map(({ title }) => title)).size).toBe(48);
  });

  it.each([
    ['duplicate_email', 'email'],
    ['effective_date_invalid', 'effective_date'],
    ['end_date_invalid', 'end_date'],
    ['job_category_not_approved', 'category_code'],
    ['contractor_has_matching_policy', 'coverage_type'],
    ['invalid_entity_id', 'entity'],
    ['general_error', null],
  ])('puts %s at the field %s', (code, field) => expect(explainError(apiError({ code })).field).toBe(field));

  it('takes the field the API names where the code implies none', () => {
    const fields = { 'address.region': 'Unknown.', email: 'Wrong.' };
    expect(explainError(apiError({ code: 'invalid_input', fields })).field).toBe('address.region');
    expect(explainError(apiError({ code: null, fields })).field).toBe('address.region');
  });

  it.each([
    [{ status: 401 }, 'The API key was not accepted'],
    [{ status: 403 }, 'The API key may not do this'],
    [{ status: 404 }, 'The API does not know this object'],
    [{ status: 409 }, 'The API is busy with the same request'],
    [{ status: 429 }, 'Too many calls in a short time'],
    [{ status: 500 }, 'The API is having problems'],
    [{ status: 503 }, 'The API is having problems'],
    [{ status: 302 }, 'The API is not at this address'],
    [{ status: 400 }, 'The API did not accept some of the details'],
    [{ status: 400, code: 'comet_sighted' }, 'The API refused the request'],
    [{ status: 429, code: 'slow_down' }, 'Too many calls in a short time'],
    [{ kind: 'timeout' as const, status: null }, 'The API did not answer in time'],
    [{ kind: 'network' as const, status: null }, 'The API could not be reached'],
    [{ kind: 'invalid_answer' as const, status: 200 }, 'The answer of the API could not be used'],
  ])('explains %j', (details, title) => expect(explainError(apiError(details)).title).toBe(title));

  it.each([
    "Workers' compensation is not available in monopolistic states",
    "Workers' comp cannot be quoted in Ohio. Please use the state fund.",
    'workers-comp is not offered in ND, OH, WA, WY',
    'Workers Compensation coverage is not supported for jobs located in WA',
  ])("recognises workers' comp in a monopolistic state: %s", (message) => {
    for (const code of [null, 'bad_request', 'invalid_input']) {
      const { title, field } = explainError(apiError({ code, message }));
      expect(title).toContain('Workers’ compensation cannot be sold');
      expect(field).toBe('coverage_type');
    }
  });

  it('has no straight apostrophe in its words', () => {
    for (const known of explainedCodes.values())
      expect(known.title + known.explanation + fixOf(known, CLIENT_WORDS)).not.toContain("'");
  });

  it.each([
    ['General liability is not available to contractors who live in Hawaii (HI).', 'residents of Hawaii'],
    ['Must be one of: general, professional, workers-comp, media, cyber.', 'A coverage type is not known'],
  ])('recognises: %s', (message, words) => {
    const { title, field } = explainError(apiError({ code: 'invalid_input', message }));
    expect(title).toContain(words);
    expect(field).toBe('coverage_type');
  });

  it.each(['Media and cyber coverage require general liability', 'cyber must be combined with general'])(
    'recognises media or cyber without general: %s',
    (message) => {
      expect(explainError(apiError({ code: 'bad_request', message }))).toMatchObject({
        title: 'Media and cyber coverage need general liability',
        field: 'coverage_type',
      });
    },
  );

  it('does not see them where they are not', () => {
    const { title } = explainError(
      apiError({ code: 'bad_request', message: 'General workers needed: oh no.' }),
    );
    expect(title).toBe('The API could not use the request');
    const media = apiError({ code: 'job_category_not_approved', message: 'Media with general work' });
    expect(explainError(media).title).toBe('The category code is not approved yet');
  });
});

it.each([
  [{ status: 401 }, 'apiKey of createPolicyApi', 'TEN99POLICY_API_KEY'],
  [{ code: 'auth_token_expired' }, 'apiKey of createPolicyApi', 'TEN99POLICY_API_KEY'],
  [{ status: 302 }, 'baseUrl of createPolicyApi', 'TEN99POLICY_API_BASE'],
  [{ kind: 'network' as const, status: null }, 'proxy of createPolicyApi', 'HTTPS_PROXY'],
  [{ kind: 'invalid_answer' as const, status: 200 }, 'baseUrl of createPolicyApi', 'TEN99POLICY_API_BASE'],
])('the fix of %j names what is set, in the words of who is told', (details, option, setting) => {
  for (const method of ['GET', 'POST']) {
    const error = apiError({ ...details, method });
    expect(explainIn(error, CLIENT_WORDS).fix).toContain(option);
    expect(explainIn(error, OWN_WORDS).fix).toContain(setting);
  }
});

describe('isRetryable', () => {
  it.each([
    [{ status: 429 }, true],
    [{ status: 500, code: 'general_error' }, true],
    [{ status: 409 }, true],
    [{ status: 409, code: 'duplicate_email' }, false],
    [{ status: 400, code: 'database_operational_error' }, true],
    [{ status: 400, code: 'contractor_blocked_for_writes' }, true],
    [{ status: 400 }, false],
    [{ status: 401 }, false],
    [{ kind: 'timeout' as const }, true],
    [{ kind: 'network' as const }, true],
    [{ kind: 'invalid_answer' as const, status: 200 }, false],
  ])('of %j is %p', (details, expected) => expect(isRetryable(apiError(details))).toBe(expected));
});
