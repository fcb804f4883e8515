import type { Invoice } from './billing';
import type { Kind, Kinds } from './kinds';

/** One contractor's work on one job. */
export const workOf = ({ contractor, job }: { contractor: string; job: string }): string =>
  `${contractor} ${job}`;

/** The same for one pay cycle. */
export const cycleOf = (
  invoice: Pick<Invoice, 'contractor' | 'job' | 'paycycle_startdate' | 'paycycle_enddate'>,
): string => `${workOf(invoice)} ${invoice.paycycle_startdate} ${invoice.paycycle_enddate}`;

type IndexEntries<T> = (data: T) => readonly (readonly [name: string, value: string])[];

/** The look-ups each kind can be found by. Everything else is found by id or in order of creation. */
export const indexEntries: { [K in Kind]?: IndexEntries<Kinds[K]> } = {
  contractor: (contractor) => [['contractor.email', contractor.email]],
  job: (job) => [['job.entity', job.entity]],
  quote: (quote) => [
    ['quote.job', quote.job],
    ['quote.contractor', quote.contractor],
  ],
  session: (session) => [
    ['session.contractor', session.contractor],
    ...(session.quote === null ? [] : ([['session.quote', session.quote]] as const)),
  ],
  policy: (policy) => [
    ['policy.quote', policy.quote],
    ['policy.contractor', policy.terms.contractor],
    ['policy.job', policy.job],
  ],
  assignment: (assignment) => [
    ['assignment.contractor', assignment.contractor],
    ['assignment.job', assignment.job],
    ['assignment.policy', assignment.policy],
    ...(assignment.cancelled === null ? ([['assignment.open_job', assignment.job]] as const) : []),
    ...(assignment.bind && assignment.cancelled === null && assignment.eligible.result
      ? ([['assignment.covered_work', workOf(assignment)]] as const)
      : []),
  ],
  certificate: ({ contractor, requirement, source }) => [
    ['certificate.contractor', contractor],
    ...(requirement === undefined ? [] : ([['certificate.requirement', requirement]] as const)),
    ...(source === undefined ? [] : ([['certificate.source', source]] as const)),
  ],
  payment_session: (session) => [
    ['payment_session.contractor', session.contractor],
    ['payment_session.token', session.token],
  ],
  requirement: ({ is_default, entities, category_codes }) => [
    ...(is_default ? ([['requirement.default', 'yes']] as const) : []),
    ...entities.map((id) => ['requirement.entity', id] as const),
    ...category_codes.map((code) => ['requirement.category_code', code] as const),
  ],
  coi_tracker: ({ job }) => [['coi_tracker.job', job]],
  coi_tracker_session: ({ tracker }) => [['coi_tracker_session.tracker', tracker]],
  tracked_work: (work) => [
    ['tracked_work.contractor', work.contractor],
    ['tracked_work.tracker', work.tracker],
    ['tracked_work.work', workOf(work)],
  ],
  event: ({ data }) => (typeof data['id'] === 'string' ? [['event.object', data['id']]] : []),
  invoice: (invoice) => [
    ['invoice.contractor', invoice.contractor],
    ['invoice.job', invoice.job],
    ...(invoice.state === 'refunded'
      ? []
      : ([
          ['invoice.work', workOf(invoice)],
          ['invoice.cycle', cycleOf(invoice)],
        ] as const)),
    ...(invoice.state === 'paid'
      ? ([
          ['invoice.paid_work', workOf(invoice)],
          ['invoice.paid_cycle', cycleOf(invoice)],
        ] as const)
      : []),
  ],
};
