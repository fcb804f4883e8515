import { bodyOf } from '../api/body';
import type { Resource } from '../api/resource';
import { assignments } from '../api/resources/assignments';
import { certificates } from '../api/resources/certificates';
import { contractors } from '../api/resources/contractors';
import { entities } from '../api/resources/entities';
import { invoices } from '../api/resources/invoices';
import { jobs } from '../api/resources/jobs';
import { paymentSessions } from '../api/resources/payment-sessions';
import { policies } from '../api/resources/policies';
import { quotes } from '../api/resources/quotes';
import { sessions } from '../api/resources/sessions';
import type { SandboxContext } from '../context';
import { samplePdf } from '../documents/sample-pdf';
import { DAY } from '../insurance/dates';
import type { Kind, Kinds, Stored } from '../model/kinds';

const address = {
  line1: '1 Kearny St',
  locality: 'San Francisco',
  region: 'CA',
  postalcode: '94104',
} as const;

export type Fixtures = Awaited<ReturnType<typeof createFixtures>>;

/**
 * Objects to make something happen to, where none is named: each new, with all that it stands on, made as calls of the
 * API make them. Gives back their ids.
 */
export async function createFixtures(context: SandboxContext) {
  const content = await samplePdf({ title: 'Certificate of insurance', rows: [['Insured', 'Sample data']] });
  const make = <K extends Kind>(
    resource: Resource<K>,
    fields: object,
    uploads?: Parameters<typeof bodyOf>[1],
  ): string => {
    if (!resource.create) throw new Error(`${resource.path} takes no POST`);
    const made: Stored<Kinds[K]> = resource.create(context, bodyOf(fields, uploads));
    return made.id;
  };
  const contractor = (): string => {
    const email = freeEmail(context);
    return make(contractors, { email, first_name: 'Sample', last_name: 'Contractor', address });
  };
  const job = (entity = make(entities, { name: 'Sample Entity, Inc.' })): string =>
    make(jobs, {
      entity,
      address,
      name: 'Field technician',
      description: 'Sample work.',
      category_code: 'jc_MTqpkbkp6G',
      wage: 180_000,
      wage_type: 'flatfee',
    });
  const quote = (coverage_type = ['general', 'workers-comp'], who = contractor(), work = job()): string =>
    make(quotes, { contractor: who, job: work, coverage_type });
  /** A contractor with a policy for the first job. */
  const covered = () => {
    const who = contractor();
    const work = job();
    return { who, work, policy: make(policies, { quote: quote(undefined, who, work) }) };
  };
  return {
    quote: () => quote(),
    session: (coverage_type?: string[]) => make(sessions, { quote: quote(coverage_type) }),
    policy: () => covered().policy,
    assignment: () => make(assignments, { contractor: covered().who, job: job() }),
    invoice() {
      const { who, work } = covered();
      const now = context.clock.seconds();
      const cycle = { paycycle_startdate: now - 7 * DAY, paycycle_enddate: now };
      return make(invoices, { contractor: who, job: work, gross_pay: 84_000, ...cycle });
    },
    certificate() {
      const file = {
        field: 'certificate',
        filename: 'sample.pdf',
        mimeType: 'application/pdf',
        tooLarge: false,
      };
      return make(certificates, { contractor: contractor() }, [{ ...file, content }]);
    },
    payment_session() {
      const [host = 'localhost'] = [...context.organisation.current().return_hosts, ...context.returnHosts];
      return make(paymentSessions, { contractor: contractor(), return_url: `https://${host}/` });
    },
  };
}

function freeEmail({ objects }: SandboxContext): string {
  for (let number = objects.count('contractor') + 1; ; number += 1) {
    const email = `sample-${number}@trigger.example`;
    if (!objects.first('contractor', { name: 'contractor.email', value: email })) return email;
  }
}
