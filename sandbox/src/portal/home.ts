import type { SandboxContext } from '../context';
import { viewAssignment } from '../insurance/assignments';
import { viewCertificate } from '../insurance/certificates';
import { policyDocuments, policyStatus } from '../insurance/policies';
import { coverageNames } from '../application/models';
import type { Kind, Kinds, Stored } from '../model/kinds';
import type { Contractor, CoverageType } from '../model/parties';
import { dollars, longDate } from '../pages/format';
import { rowOf } from '../pages/kinds';

/** The newest of each kind. */
const MOST = 50;

interface Entry {
  title: string;
  tag: { text: string; tone: string } | null;
  text: string;
  links: { text: string; href: string }[];
}

export interface Section {
  id: string;
  title: string;
  empty: string;
  entries: Entry[];
}

/** What a contractor sees of their own: the sections of the vendor's contractor dashboard that the sandbox has. */
export function homeModel(context: SandboxContext, contractor: Stored<Contractor>) {
  const { first_name, last_name, card } = contractor.data;
  return {
    name: `${first_name} ${last_name}`,
    last4: card?.last4 ?? null,
    charges_fail: card?.charges_fail ?? false,
    sections: [
      section('coverage', 'Coverage', 'You have no policy yet.', policies(context, contractor.id)),
      section(
        'assignments',
        'Assignments',
        'No later job was reported for you yet.',
        assignments(context, contractor.id),
      ),
      section(
        'certificates',
        'Certificates',
        'No certificate of your own insurance was uploaded.',
        certificates(context, contractor.id),
      ),
      section('payments', 'Payments', 'Nothing was charged yet.', payments(context, contractor.id)),
    ],
  };
}

const section = (id: string, title: string, empty: string, entries: Entry[]): Section => ({
  id,
  title,
  empty,
  entries,
});

function of<K extends Kind>(context: SandboxContext, kind: K, contractor: string): Stored<Kinds[K]>[] {
  return context.objects.page(kind, {
    limit: MOST,
    lookup: { name: `${kind}.contractor`, value: contractor },
  });
}

const jobOf = ({ objects }: SandboxContext, id: string): string => {
  const job = objects.find('job', id)?.data;
  const entity = job && objects.find('entity', job.entity)?.data.name;
  return [job?.name ?? id, entity].filter(Boolean).join(', ');
};
const covers = (types: readonly CoverageType[]): string =>
  types.map((type) => coverageNames[type]).join(', ');
const span = (from: number, until: number): string => `${longDate(from)} to ${longDate(until)} (UTC)`;

interface Links {
  gl_coi_pdf_url: string | null;
  wc_coi_pdf_url: string | null;
}
const certificateLinks = (links: Links | null) =>
  [
    { text: 'General liability certificate (sample PDF)', href: links?.gl_coi_pdf_url },
    { text: 'Workers’ compensation certificate (sample PDF)', href: links?.wc_coi_pdf_url },
  ].flatMap(({ text, href }) => (href ? [{ text, href }] : []));

const policies = (context: SandboxContext, contractor: string): Entry[] =>
  of(context, 'policy', contractor).map((policy) => {
    const { terms, job, effective_date, expiration_date } = policy.data;
    return {
      title: jobOf(context, job),
      tag: {
        text: policyStatus(context.clock, policy.data),
        tone: rowOf(context, 'policy', policy).tag?.tone ?? 'plain',
      },
      text: `${covers(terms.coverage_type)}, ${span(effective_date, expiration_date)}`,
      links: certificateLinks(policyDocuments(context, policy).certificates),
    };
  });

const assignments = (context: SandboxContext, contractor: string): Entry[] =>
  of(context, 'assignment', contractor)
    // A check of eligibility is between the platform and the vendor.
    .filter(({ data }) => data.bind)
    .map((assignment) => {
      const { job, coverage_type, effective_date, end_date } = assignment.data;
      return {
        title: jobOf(context, job),
        tag: rowOf(context, 'assignment', assignment).tag,
        text: `${covers(coverage_type)}, ${span(effective_date, end_date)}`,
        links: certificateLinks(viewAssignment(context, assignment)['certificates'] as Links | null),
      };
    });

const certificates = (context: SandboxContext, contractor: string): Entry[] =>
  of(context, 'certificate', contractor).map((certificate) => {
    const { pdf_url: href } = viewCertificate(context, certificate);
    return {
      title: certificate.data.filename,
      tag: rowOf(context, 'certificate', certificate).tag,
      text: `Uploaded on ${longDate(certificate.created)}`,
      links: typeof href === 'string' ? [{ text: 'The file (PDF)', href }] : [],
    };
  });

const payments = (context: SandboxContext, contractor: string): Entry[] =>
  of(context, 'invoice', contractor).map((invoice) => {
    const { job, gross_pay, premium_due, paycycle_startdate, paycycle_enddate } = invoice.data;
    return {
      title: `${dollars(premium_due)} for ${jobOf(context, job)}`,
      tag: rowOf(context, 'invoice', invoice).tag,
      text: `Premium on ${dollars(gross_pay)} of pay, ${span(paycycle_startdate, paycycle_enddate)}`,
      links: [],
    };
  });
