import { z } from 'zod';
import { counted } from '../../../../lib/counted';
import type { SandboxContext } from '../../context';
import { randomText } from '../../ids';
import { receiveCertificate } from '../../insurance/certificates';
import { requirementFor } from '../../insurance/requirement-choice';
import type { CoiTracker } from '../../model/external-uploads';
import type { Stored } from '../../model/kinds';
import type { RequestBody } from '../body';
import { manyCertificates, oneCertificate } from '../certificate-files';
import { invalidInput } from '../errors';
import { partName } from '../multipart';
import { bodyReader, type FieldTypes } from '../schema';
import { describedBy, type Described, type Entry } from './metadata';
import { contractorOf, requirementOf, trackedWork, trackerOf, uploadSessionOf, type Person } from './parties';

type Operation = (context: SandboxContext, body: RequestBody) => Record<string, unknown>;

const personFields = (types: FieldTypes) => ({
  email: types.email(),
  first_name: types.text(),
  last_name: types.text(),
});

const readUpload = bodyReader((types) =>
  z.object({ coi_upload_session_id: types.text(), ...personFields(types), company_name: types.text() }),
);

const readTracker = bodyReader((types) =>
  z.object({
    ...personFields(types),
    business_name: types.text(),
    create_new_contractor: types.flag(),
    insurance_requirement_id: types.optionalText(),
    purchase_order_contact_name: types.optionalText(),
    purchase_order_contact_email: types.optionalText(),
    tracker_id: types.optionalText(),
    tracker_session_id: types.optionalText(),
  }),
);

const readTrackerBulk = bodyReader((types) =>
  z.object({ tracker_id: types.text(), certificates_metadata: types.text() }),
);
const readPlaceholders = bodyReader((types) =>
  z.object({ tracker_id: types.text(), certificates_metadata: types.optionalText() }),
);

/** One certificate, through an upload session. */
const upload: Operation = (context, body) => {
  const sent = readUpload(body);
  const file = oneCertificate(body.uploads);
  const { contractor, requirement, source } = uploader(context, sent);
  const { id } = receiveCertificate(context, { contractor, requirement, source }, file);
  return { id, filename: file.filename, contractor };
};

/** Several of one contractor; the id is that of the task, which no other call knows. */
const uploadBulk: Operation = (context, body) => {
  const sent = readUpload(body);
  const files = manyCertificates(body.uploads);
  const of = uploader(context, sent);
  for (const file of files) receiveCertificate(context, of, file);
  const filenames = files.map(({ filename }) => filename);
  return { id: context.ids.short('cbt'), contractor: of.contractor, count: files.length, filenames };
};

function uploader(context: SandboxContext, sent: ReturnType<typeof readUpload>) {
  const { coi_upload_session_id: session, ...person } = sent;
  const source = uploadSessionOf(context, session);
  const contractor = contractorOf(context, person, 'take').id;
  return { contractor, requirement: requirementFor(context, contractor).id, source };
}

/** Several of one contractor, who is created or updated. */
const tracker: Operation = (context, body) => {
  const { business_name: company_name, create_new_contractor: isNew, ...sent } = readTracker(body);
  const files = manyCertificates(body.uploads);
  const found = trackerOf(context, sent);
  const { email, first_name, last_name } = sent;
  const person = { email, first_name, last_name, company_name };
  const contractor = contractorOf(context, person, isNew ? 'refuse' : 'update').id;
  const contact = { name: sent.purchase_order_contact_name, email: sent.purchase_order_contact_email };
  const work = trackedWork(context, found, contractor, contact);
  const named = { id: sent.insurance_requirement_id, field: 'insurance_requirement_id' };
  const requirement = requirementOf(context, contractor, found.data, named);
  const of = { contractor, requirement, source: work.id };
  return {
    contractor,
    job: found.data.job,
    assignment: work.id,
    certificates: files.map((file) => ({
      id: receiveCertificate(context, of, file).id,
      filename: file.filename,
    })),
  };
};

/** Several of several contractors; `assignment` is that of the first (our choice: it has room for one). */
const trackerBulk: Operation = (context, body) => {
  const sent = readTrackerBulk(body);
  const files = manyCertificates(body.uploads);
  const found = trackerOf(context, sent);
  const described = describedBy('known', sent.certificates_metadata, files);
  const undescribed = described.findIndex(({ entry }) => entry === undefined);
  if (undescribed >= 0) {
    throw invalidInput({
      [partName(files, undescribed)]: 'certificates_metadata has no entry for this file.',
    });
  }
  const received = described.flatMap(({ file, entry, field }) =>
    entry ? [receive(context, found, { file, entry, field, person: entry.contractor })] : [],
  );
  return {
    job: found.data.job,
    assignment: received[0]?.assignment,
    certificates: received.map(({ id, filename, contractor }) => ({ id, filename, contractor })),
  };
};

/** The same for contractors of whom little is known: what is missing is made up. */
const placeholders: Operation = (context, body) => {
  const sent = readPlaceholders(body);
  const files = manyCertificates(body.uploads);
  const found = trackerOf(context, sent);
  const certificates = describedBy('placeholder', sent.certificates_metadata, files).map((described) => {
    const known = described.entry?.contractor;
    const email = known?.email || `placeholder.${randomText(10).toLowerCase()}@placeholder.example`;
    const person: Person = {
      email,
      first_name: known?.first_name || 'Placeholder',
      last_name: known?.last_name || 'Contractor',
      company_name: known?.company_name || described.file.filename.replace(/\.pdf$/i, '') || null,
    };
    return {
      ...receive(context, found, { ...described, person }),
      email,
      email_was_generated: !known?.email,
    };
  });
  const made = certificates.filter(({ email_was_generated: wasMade }) => wasMade).length;
  const message = `${counted(files.length, 'certificate')} received, ${counted(made, 'email')} generated.`;
  return { job: found.data.job, message, certificates };
};

type OfTracker = Described<Entry<'placeholder'>> & { person: Person };

function receive(
  context: SandboxContext,
  found: Stored<CoiTracker>,
  { file, entry, field, person }: OfTracker,
) {
  const { email, first_name, last_name, company_name } = person;
  const contractor = contractorOf(context, { email, first_name, last_name, company_name }, 'take').id;
  const { po_contact_name: name, po_contact_email: address } = entry?.contractor ?? {};
  const work = trackedWork(context, found, contractor, { name, email: address });
  const named = { id: entry?.insurance_requirement_id, field: `${field}.insurance_requirement_id` };
  const requirement = requirementOf(context, contractor, found.data, named);
  const { id } = receiveCertificate(context, { contractor, requirement, source: work.id }, file);
  return { id, filename: file.filename, contractor, assignment: work.id };
}

/**
 * Certificates that others send (vendor pages "POST /api/v1/files/external_certificates/…"), by their paths below that.
 * Each is done wholly or not at all, and its files become certificates like all others.
 */
export const externalUploads = {
  upload,
  'upload/bulk': uploadBulk,
  tracker,
  'tracker/bulk': trackerBulk,
  'tracker/placeholder/bulk': placeholders,
} satisfies Readonly<Record<string, Operation>>;
