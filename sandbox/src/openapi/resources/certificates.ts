import { list, ok, operation, parameter, pathId, retrieve, type ResourceReference } from '../operations';
import {
  about,
  answered,
  created,
  date,
  flag,
  guess,
  ids,
  nullable,
  ref,
  text,
  type Schema,
} from '../schemas';

const example = {
  id: 'ci_YnsHeB9PTo',
  contractor: 'cn_Ehb3bYa',
  status: 'pending',
  filename: 'certificate.pdf',
  pdf_url: null,
  created: 1646818364,
  updated: 1646818364,
  review_results: null,
};

const expand: Schema = {
  name: 'expand[]',
  in: 'query',
  description: 'Adds the results of the review: a summary, or everything.',
  schema: { type: 'array', items: { enum: ['review_results', 'review_results.full'] } },
};
const whole = (description: string): Schema => ({ type: 'integer', minimum: 0, description });

const auditResult = answered({
  id: guess({ type: 'string', pattern: '^car_', description: 'The id of the result.' }),
  rule_name: text('The rule.', 'CGL Limits'),
  rule_path: text('What it looks at.', 'coverages.commercial_general_liability.limits'),
  result: guess({ type: 'string', enum: ['pass', 'fail'], description: '`pass` is documented.' }),
  message: nullable(text('What was found.')),
  manually_approved: flag('A person approved it all the same.'),
  created,
});

const reviewResults = answered(
  {
    id: { type: 'string', pattern: '^ca_', description: 'The id of the review.' },
    status: text('How it ended.', 'flagged'),
    created,
    updated: date('When it changed last.'),
    summary: about('How many rules are met.', {
      total_rules: whole('Rules checked.'),
      passed: whole('Rules that are met.'),
      failed: whole('Rules that are not met.'),
    }),
    parsed_certificate_json: {
      type: ['object', 'null'],
      description:
        'What was read from the file; amounts are whole dollars. With `review_results.full` alone. Guessed: ' +
        'coverages other than general liability and workers’ compensation, and `certificate_holder.name`.',
    },
    audit_results: {
      type: 'array',
      items: auditResult,
      description: 'Each rule. With `review_results.full` alone.',
    },
  },
  ['parsed_certificate_json', 'audit_results'],
);

export const certificates: ResourceReference = {
  tag: {
    name: 'Certificates',
    description:
      'Certificates of insurance that contractors have from elsewhere: uploaded, read and checked against your ' +
      'insurance requirement. Usually done after one or two minutes. When all rules are met it is approved, otherwise ' +
      'flagged, for a person to look at; only a person denies it. Requirements are made in the dashboard, here at ' +
      '`/requirements` and by the control API.',
  },
  schemas: {
    Certificate: answered({
      id: ids.certificate,
      contractor: ids.contractor,
      status: {
        type: 'string',
        enum: ['pending', 'processing', 'approved', 'flagged', 'denied', 'error'],
        description: 'Where the review is.',
      },
      filename: text('The name of the uploaded file.'),
      pdf_url: nullable(text('The file; null at first.')),
      created,
      updated: date('When it changed last.'),
      review_results: { ...nullable(reviewResults), description: 'Null unless asked for with `expand[]`.' },
    }),
    NewCertificate: {
      type: 'object',
      properties: {
        certificate: {
          type: 'string',
          format: 'binary',
          contentMediaType: 'application/pdf',
          description: 'A PDF file of at most 15 MB; its name ends with .pdf. Its first two pages are read.',
        },
        contractor: ids.contractor,
      },
      required: ['certificate', 'contractor'],
    },
  },
  paths: {
    '/files/certificates': {
      get: list({
        id: 'listCertificates',
        summary: 'List certificates',
        answer: 'Certificate',
        example: [example],
        query: [expand],
      }),
      post: operation(
        {
          id: 'createCertificate',
          summary: 'Upload a certificate',
          description:
            'It is processed afterwards: poll it, or wait for an event. It is held against the requirement for the ' +
            'entity of the contractor’s work, else that for its job category, else the default. Which work counts is ' +
            'not documented; here it is the job of their newest quote or assignment.',
        },
        {
          parameters: [parameter('IdempotentKey')],
          requestBody: {
            required: true,
            content: {
              'multipart/form-data': {
                schema: ref('NewCertificate'),
                encoding: { certificate: { contentType: 'application/pdf' } },
              },
            },
          },
          answers: {
            201: ok('It is uploaded and waits to be processed.', ref('Certificate'), example, true),
          },
          refusals: [
            ...(['invalid_input', 'bad_request', 'missing_certificate', 'missing_certificates'] as const),
            ...(['invalid_file_type', 'invalid_mime_type', 'invalid_file_size'] as const),
            ...(['missing_contractor_id', 'invalid_contractor_id'] as const),
            'no_insurance_requirement_found',
          ],
        },
      ),
    },
    '/files/certificates/{certificate}': {
      parameters: [pathId('certificate', ids.certificate)],
      get: retrieve({
        id: 'retrieveCertificate',
        summary: 'Retrieve a certificate',
        answer: 'Certificate',
        example,
        query: [expand],
      }),
    },
  },
};
