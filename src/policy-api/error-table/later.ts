import { entry, type Entry } from './explanation';

/**
 * Codes about assignments, invoices, events, webhooks and certificates. Known by name from the vendor's SDKs; the
 * meaning is not documented; our reading.
 */
export const laterCodes: Record<string, Entry> = {
  invalid_assignment_id: entry(
    'The assignment is not known',
    'No assignment with this id exists in this account.',
    'Check the id, or create the assignment again.',
    'assignment',
  ),
  invalid_invoice_id: entry(
    'The invoice is not known',
    'No invoice with this id exists in this account.',
    'Check the id, or create the invoice again.',
    'invoice',
  ),
  invoice_already_paid: entry(
    'The invoice is paid already',
    'A paid invoice is fixed, and so are the assignments it covers.',
    'Leave it as it is, and make a new invoice for what is to change.',
  ),
  invoice_uneditable_already_exists: entry(
    'There is an invoice that cannot be changed',
    'An invoice that is fixed exists already for this work.',
    'Use the existing invoice, or make one for another pay period.',
  ),
  agency_pay_invoice_exists: entry(
    'There is an invoice to the platform already',
    'The premium of this work is remitted by the platform, and its invoice exists.',
    'Use the existing invoice.',
  ),
  invalid_paycycle_startdate: entry(
    'The start of the pay period is not possible',
    'It is not a date, or does not go with the end of the period or the job.',
    'Correct the start of the pay period.',
    'paycycle_startdate',
  ),
  invalid_paycycle_enddate: entry(
    'The end of the pay period is not possible',
    'It is not a date, or is before the start of the period.',
    'Correct the end of the pay period.',
    'paycycle_enddate',
  ),
  invalid_event_id: entry(
    'The event is not known',
    'No event with this id exists in this account and environment.',
    'Check that the key and the environment are those the event came from.',
  ),
  invalid_webhook_endpoint_id: entry(
    'The webhook endpoint is not known',
    'No webhook endpoint with this id exists in this account. It may have been deleted on the dashboard.',
    'Register the endpoint again.',
  ),
  invalid_webhook_signature: entry(
    'A webhook signature was not accepted',
    'A delivery was not signed with the secret expected.',
    'Compare the signing secret with the one on the Webhooks tab of the dashboard.',
  ),
  missing_certificate: entry(
    'The certificate file is missing',
    'The upload holds no file.',
    'Choose a PDF and upload it again.',
    'certificate',
  ),
  missing_certificates: entry(
    'There are no certificates',
    'The call needs at least one certificate.',
    'Upload a certificate first.',
    'certificate',
  ),
  invalid_file_type: entry(
    'The file is not a PDF',
    'Only PDF files are accepted as certificates.',
    'Save the certificate as PDF and upload it again.',
    'certificate',
  ),
  invalid_mime_type: entry(
    'The file is not sent as a PDF',
    'The upload says that the file is something else than application/pdf.',
    'Save the certificate as PDF and upload it again.',
    'certificate',
  ),
  invalid_file_size: entry(
    'The file is too large',
    'A certificate may have up to 15 MB.',
    'Reduce the size of the PDF, or split off what does not belong to it.',
    'certificate',
  ),
  no_insurance_requirement_found: entry(
    'There is no insurance requirement to check against',
    'Certificates are checked against a default insurance requirement, and the organisation has none.',
    'Create one on the dashboard: Organization, Insurance Requirements.',
  ),
};
