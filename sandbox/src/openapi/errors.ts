import { CHOICE, guess, type Schema } from './schemas';

/** What an error code means. Those marked `named` are known by their name alone, from the vendor's SDKs. */
interface Code {
  text: string;
  named?: true;
}

export const errorCodes = {
  general_error: { text: 'Something failed; try again later.' },
  invalid_api_key: { text: 'The key is not valid.' },
  auth_token_expired: { text: 'A short-lived token has expired.', named: true },
  no_tenant_found: { text: 'The key belongs to no organisation.', named: true },
  insufficient_permissions: { text: 'The key may not do this.' },
  resource_not_found: { text: 'There is no object with this id, or no such address.' },
  database_operational_error: { text: 'Trouble with the database; try again later.' },
  invalid_input: { text: 'A field is missing or wrong; `message` names each.' },
  bad_request: { text: 'The request cannot be understood, or asks for what is not possible.' },
  effective_date_invalid: { text: 'The effective date is not in the future.' },
  end_date_invalid: { text: 'The end date is not after the effective date, or more than a year after it.' },
  duplicate_email: { text: 'A contractor with this email exists already.' },
  missing_job_category_code: { text: 'The job category code is missing.' },
  invalid_job_category_code: { text: 'There is no active coverage for this job category code.' },
  job_category_not_approved: { text: 'The job category code is not approved yet.' },
  invoice_exists: { text: 'The job has an invoice and cannot be changed.' },
  invalid_entity_id: { text: 'There is no such entity.' },
  contractor_has_matching_policy: {
    text: 'The contractor has an active policy with these terms; create an assignment instead. Was `contract_has_matching_policy` until November 2025.',
  },
  contractor_blocked_for_writes: { text: 'The contractor is locked.', named: true },
  invalid_contractor_id: { text: 'There is no such contractor.', named: true },
  missing_contractor_id: { text: 'The contractor is missing.', named: true },
  invalid_job_id: { text: 'There is no such job.', named: true },
  job_is_used: { text: 'Something refers to the job.', named: true },
  invalid_quote_id: { text: 'There is no such quote.', named: true },
  cant_update_create_new_quote: {
    text: 'A policy was issued from the quote; create a new one.',
    named: true,
  },
  policy_already_exists: { text: 'A policy was issued from the quote already.', named: true },
  invalid_policy_id: { text: 'There is no such policy.', named: true },
  no_active_policy: { text: 'The contractor has no active policy.', named: true },
  invalid_session_id: { text: 'There is no such application session.', named: true },
  session_expired: { text: 'The session, or what an upload came through, has expired.', named: true },
  session_not_pending: { text: 'The payment session is completed, cancelled or expired.' },
  invalid_return_url: { text: 'The return address is not https, or its host is not on the allowlist.' },
  application_already_complete: { text: 'The application is complete.', named: true },
  custom_applications_disabled: { text: 'Own application flows are not enabled.', named: true },
  invalid_assignment_id: { text: 'There is no such assignment.', named: true },
  invalid_invoice_id: { text: 'There is no such invoice.', named: true },
  invoice_already_paid: { text: 'The invoice is paid.', named: true },
  invoice_uneditable_already_exists: { text: 'An invoice that cannot be changed exists.', named: true },
  agency_pay_invoice_exists: { text: 'An invoice with withheld premium exists.', named: true },
  invalid_paycycle_startdate: { text: 'The start of the pay period is wrong.', named: true },
  invalid_paycycle_enddate: { text: 'The end of the pay period is wrong.', named: true },
  invalid_event_id: { text: 'There is no such event.', named: true },
  invalid_webhook_endpoint_id: { text: 'There is no such webhook endpoint.', named: true },
  invalid_webhook_signature: { text: 'A signature is wrong.', named: true },
  missing_certificate: { text: 'The file is missing.', named: true },
  missing_certificates: { text: 'The files are missing.', named: true },
  invalid_file_type: { text: 'The file is not a PDF.', named: true },
  invalid_mime_type: { text: 'The MIME type of the file is not application/pdf.', named: true },
  invalid_file_size: { text: 'The file has more than 15 MB.', named: true },
  no_insurance_requirement_found: {
    text: 'No insurance requirement is for this work, and there is no default.',
    named: true,
  },
} as const satisfies Record<string, Code>;

export type ErrorCode = keyof typeof errorCodes;

const statusText: Record<number, string> = {
  400: 'The request is refused.',
  401: 'No valid key.',
  403: 'The key may not do this.',
  404: 'There is no such object.',
  429: 'Too many requests; wait for `Retry-After` seconds.',
  500: 'The server failed.',
};

/** An error answer with the codes this operation may give. Codes of which only the name is known are marked. */
export function errorAnswer(status: number, codes: readonly ErrorCode[]): Schema {
  const lines = codes.map((code) => {
    const { text, named }: Code = errorCodes[code];
    return `- \`${code}\`: ${text}${named ? ' (known by its name)' : ''}`;
  });
  const uncertain = codes.some((code) => 'named' in errorCodes[code]);
  return {
    description: [
      statusText[status],
      '',
      ...lines,
      ...(uncertain ? ['', `That this operation gives the codes known by their names: ${CHOICE}`] : []),
    ].join('\n'),
    ...(uncertain ? { 'x-uncertain': true } : {}),
    headers: {
      'request-id': { $ref: '#/components/headers/request-id' },
      ...(status === 429 ? { 'Retry-After': { $ref: '#/components/headers/Retry-After' } } : {}),
    },
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: {
            error_code: { type: 'string', enum: codes },
            message: { $ref: '#/components/schemas/ErrorMessage' },
          },
          required: ['error_code', 'message'],
        },
      },
    },
  };
}

/** The answers of every operation. Which codes come with 429 is not documented. */
export const sharedErrors: Record<number, Schema> = {
  401: errorAnswer(401, ['invalid_api_key', 'auth_token_expired']),
  403: errorAnswer(403, ['insufficient_permissions', 'no_tenant_found']),
  404: errorAnswer(404, ['resource_not_found']),
  429: guess(errorAnswer(429, ['general_error', 'bad_request'])),
  500: errorAnswer(500, ['general_error', 'database_operational_error']),
};

const errorTable = [
  '| error_code | meaning |',
  '| --- | --- |',
  ...Object.entries(errorCodes).map(
    ([code, { text, ...rest }]) =>
      `| \`${code}\` | ${text}${'named' in rest ? ' *Known by its name.*' : ''} |`,
  ),
].join('\n');

export const errorSchemas: Record<string, Schema> = {
  Error: {
    type: 'object',
    description: `What every failed call is answered with.\n\n${errorTable}`,
    properties: {
      error_code: {
        type: 'string',
        enum: Object.keys(errorCodes),
        description: 'Meant for programs. One of the documented codes; expect others.',
      },
      message: { $ref: '#/components/schemas/ErrorMessage' },
    },
    required: ['error_code', 'message'],
    examples: [
      { error_code: 'effective_date_invalid', message: 'The effective date must be in the future.' },
      { error_code: 'invalid_input', message: { email: 'This field is required.' } },
    ],
  },
  ErrorMessage: {
    description: 'Meant for people: a text, or an object of field and text when single fields are wrong.',
    anyOf: [{ type: 'string' }, { type: 'object', additionalProperties: { type: 'string' } }],
  },
};
