import type { ErrorCode } from '../errors';
import { ok, operation, parameter, type ResourceReference } from '../operations';
import {
  answered,
  flag,
  guess,
  id,
  ids,
  nullable,
  ref,
  required,
  text,
  type Properties,
  type Schema,
} from '../schemas';

const file: Schema = { type: 'string', format: 'binary', contentMediaType: 'application/pdf' };
const one = { ...file, description: 'A PDF file of at most 15 MB; its name ends with .pdf.' };
const several = { type: 'array', items: file, minItems: 1, description: 'PDF files of at most 15 MB each.' };
const email = { ...required('Email address.', 'joe@example.com'), format: 'email' };
const person = { email, first_name: required('First name.'), last_name: required('Last name.') };
const tracker = guess(id('trk', 'COI tracker', 'trk_3mHqUz8Ryd'));
const trackedWork = guess(ids.assignment);
const filename = text('The name of the file.', 'certificate.pdf');
const requirement = guess(
  nullable(text('The requirement the certificates are held against.', 'req_Sample2345')),
);

const ofSession: Properties = {
  coi_upload_session_id: guess(id('cus', 'COI upload session', 'cus_9fXkT2bWse')),
  ...person,
  company_name: required('The company of the contractor.'),
  contractor_id: guess({
    ...nullable(text('Marked as required by the vendor, whose text finds the contractor by email.')),
    description: 'It may be left out and means nothing: the email decides.',
  }),
};
const neededOfSession = Object.keys(ofSession).filter((name) => name !== 'contractor_id');

const metadata = {
  ...text(
    'JSON text: a list of `{ filename, contractor: { email, first_name, last_name, company_name, po_contact_name, ' +
      'po_contact_email }, insurance_requirement_id }`, matched to the files by `filename`.',
  ),
  examples: [
    '[{"filename":"acme.pdf","contractor":{"email":"joe@example.com","first_name":"Joe","last_name":"Parker"}}]',
  ],
};

const certificate = (more: Properties = {}) => ({
  type: 'array',
  items: answered({ id: ids.certificate, filename, ...more }),
  description: 'In the order of the files.',
});

const sent = (properties: Properties, needed: readonly string[]): Schema => ({
  type: 'object',
  properties,
  required: needed,
});

const schemas: Record<string, Schema> = {
  NewExternalCertificate: sent({ certificate: one, ...ofSession }, ['certificate', ...neededOfSession]),
  ExternalCertificate: answered({ id: ids.certificate, filename, contractor: ids.contractor }),
  NewExternalCertificates: sent({ 'certificates[]': several, ...ofSession }, [
    'certificates[]',
    ...neededOfSession,
  ]),
  ExternalCertificates: answered({
    id: guess(id('cbt', 'bulk task; no other call knows it', 'cbt_7hPq3RkLmx')),
    contractor: ids.contractor,
    count: { type: 'integer', minimum: 1, description: 'How many files there are.' },
    filenames: { type: 'array', items: filename, description: 'The names of the files.' },
  }),
  NewTrackedCertificates: {
    ...sent(
      {
        'certificates[]': several,
        business_name: required('The company of the contractor.'),
        ...person,
        create_new_contractor: flag('Whether it is a new one; then the email must not be taken.', false),
        insurance_requirement_id: requirement,
        purchase_order_contact_name: nullable(text('Whom to ask about the purchase order.')),
        purchase_order_contact_email: nullable(text('Their email.')),
        tracker_id: tracker,
        tracker_session_id: guess(id('trs', 'COI tracker session', 'trs_5cVn8GtQwa')),
      },
      ['certificates[]', 'business_name', 'email', 'first_name', 'last_name'],
    ),
    anyOf: [{ required: ['tracker_id'] }, { required: ['tracker_session_id'] }],
  },
  TrackedCertificates: answered({
    contractor: ids.contractor,
    job: ids.job,
    assignment: trackedWork,
    certificates: certificate(),
  }),
  NewTrackedCertificatesInBulk: sent(
    { 'certificates[]': several, certificates_metadata: metadata, tracker_id: tracker },
    ['certificates[]', 'certificates_metadata', 'tracker_id'],
  ),
  TrackedCertificatesInBulk: answered({
    job: ids.job,
    assignment: guess({ ...ids.assignment, description: 'That of the first file’s contractor.' }),
    certificates: certificate({ contractor: ids.contractor }),
  }),
  NewPlaceholderCertificates: sent(
    { 'certificates[]': several, certificates_metadata: metadata, tracker_id: tracker },
    ['certificates[]', 'tracker_id'],
  ),
  PlaceholderCertificates: answered({
    job: ids.job,
    message: text('What was done.'),
    certificates: certificate({
      contractor: ids.contractor,
      assignment: trackedWork,
      email: text('Of the contractor, as sent or generated.'),
      email_was_generated: flag('Whether no email was sent.'),
    }),
  }),
};

const fileCodes = ['invalid_file_type', 'invalid_mime_type', 'invalid_file_size'] as const;
const common = ['invalid_input', 'bad_request', 'session_expired', 'no_insurance_requirement_found'] as const;

interface Upload {
  id: string;
  summary: string;
  description: string;
  fields: string;
  answer: string;
  codes: readonly ErrorCode[];
}

const upload = ({ fields, answer, codes, ...described }: Upload) => ({
  post: operation(
    { ...described, description: `${described.description} All of it is done, or nothing.` },
    {
      parameters: [parameter('IdempotentKey')],
      requestBody: { required: true, content: { 'multipart/form-data': { schema: ref(fields) } } },
      answers: { 201: ok('Received; each certificate waits to be processed.', ref(answer), undefined, true) },
      refusals: [...common, ...fileCodes, ...codes],
    },
  ),
});

export const externalCertificates: ResourceReference = {
  tag: {
    name: 'External certificate uploads',
    description:
      'Certificates that contractors and others send through an upload session or a tracker. How those are made is not ' +
      'documented: here by the control API, `POST /_sandbox/coi-upload-sessions`, `/_sandbox/coi-trackers` and ' +
      '`/_sandbox/coi-trackers/{id}/sessions`. What comes in are certificates like all others. That the `assignment` of ' +
      'these calls ties a contractor to the job of a tracker, and is none of `/assignments`, is a guess.',
  },
  schemas,
  paths: {
    '/files/external_certificates/upload': upload({
      id: 'uploadExternalCertificate',
      summary: 'Upload a certificate through an upload session',
      description: 'The contractor with the email is taken; when there is none, one is created.',
      fields: 'NewExternalCertificate',
      answer: 'ExternalCertificate',
      codes: ['missing_certificate'],
    }),
    '/files/external_certificates/upload/bulk': upload({
      id: 'uploadExternalCertificates',
      summary: 'Upload several certificates of one contractor',
      description: 'The contractor with the email is taken; when there is none, one is created.',
      fields: 'NewExternalCertificates',
      answer: 'ExternalCertificates',
      codes: ['missing_certificates'],
    }),
    '/files/external_certificates/tracker': upload({
      id: 'trackCertificates',
      summary: 'Upload the certificates of one contractor to a tracker',
      description: 'The contractor with the email is updated; when there is none, one is created.',
      fields: 'NewTrackedCertificates',
      answer: 'TrackedCertificates',
      codes: ['missing_certificates', 'duplicate_email', 'contractor_blocked_for_writes'],
    }),
    '/files/external_certificates/tracker/bulk': upload({
      id: 'trackCertificatesInBulk',
      summary: 'Upload certificates of several contractors to a tracker',
      description: '`certificates_metadata` says whose each file is.',
      fields: 'NewTrackedCertificatesInBulk',
      answer: 'TrackedCertificatesInBulk',
      codes: ['missing_certificates'],
    }),
    '/files/external_certificates/tracker/placeholder/bulk': upload({
      id: 'trackPlaceholderCertificates',
      summary: 'Upload certificates of contractors of whom little is known',
      description:
        'Each file gets a contractor and an assignment; names and emails that are missing are made up.',
      fields: 'NewPlaceholderCertificates',
      answer: 'PlaceholderCertificates',
      codes: ['missing_certificates'],
    }),
  },
};
