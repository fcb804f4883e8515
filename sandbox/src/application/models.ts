import { testCard } from '../cards';
import type { SandboxContext } from '../context';
import { premium } from '../insurance/invoices';
import type { Session, Step } from '../model/coverage';
import type { Stored } from '../model/kinds';
import type { Address, Contractor, CoverageType } from '../model/parties';
import { dollars, longDate } from '../pages/format';
import type { Draft } from './drafts';
import { questions, type FieldError } from './forms';
import { stepsOf, stepTitles } from './steps';

export interface Row {
  key: string;
  value: string;
}

export const coverageNames: Record<CoverageType, string> = {
  general: 'General liability',
  professional: 'Professional liability',
  'workers-comp': 'Workers’ compensation',
  media: 'Media liability',
  cyber: 'Cyber liability',
};

/** The step that is shown: its form, its place, and what was typed when it comes back with errors. */
export interface StepModel {
  action: string;
  csrf: string;
  errors: FieldError[];
  values: Record<string, string>;
  progress: { number: number; total: number; steps: { title: string; state: 'done' | 'current' | 'todo' }[] };
  details: Row[];
  questions: typeof questions;
  testCard: typeof testCard;
  coverage: Row[];
  premium: { rate: string; estimate: string | null } | null;
  answers: Row[];
}

export function stepModel(
  context: SandboxContext,
  session: Stored<Session>,
  form: { csrf: string } & Draft,
): StepModel {
  const contractor = context.objects.find('contractor', session.data.contractor)?.data;
  return {
    action: `/apply/sandbox/${session.id}/${session.data.step}`,
    csrf: form.csrf,
    errors: form.errors,
    values: form.values,
    progress: progressOf(context, session.data),
    details: contractor ? detailsOf(contractor) : [],
    questions,
    testCard,
    ...insuranceOf(context, session.data),
    answers: answersOf(session.data),
  };
}

function progressOf(context: SandboxContext, session: Session): StepModel['progress'] {
  const steps: readonly Step[] = stepsOf(context, session).filter((step) => step !== 'application_complete');
  const current = steps.indexOf(session.step);
  return {
    number: current + 1,
    total: steps.length,
    steps: steps.map((step, index) => ({
      title: stepTitles[step],
      state: index < current ? 'done' : index === current ? 'current' : 'todo',
    })),
  };
}

function detailsOf(contractor: Contractor): Row[] {
  const { first_name, middle_name, last_name, company_name, email, phone, address } = contractor;
  const rows: [string, string | null][] = [
    ['Name', [first_name, middle_name, last_name].filter(Boolean).join(' ')],
    ['Company', company_name],
    ['Email', email],
    ['Phone', phone],
    ['Home address', address && addressLine(address)],
  ];
  return rows.map(([key, value]) => ({ key, value: value || 'Not given' }));
}

function addressLine(address: Address): string {
  const { line1, line2, locality, region, postalcode } = address;
  const place = [region, postalcode].filter(Boolean).join(' ');
  return [line1, line2, locality, place].filter(Boolean).join(', ');
}

function insuranceOf(context: SandboxContext, session: Session): Pick<StepModel, 'coverage' | 'premium'> {
  const quote = session.quote === null ? undefined : context.objects.find('quote', session.quote)?.data;
  if (!quote) {
    const state = session.general_opt_in_work_state ?? '';
    return { coverage: [{ key: 'Opt-in', value: `Work in ${state}, ahead of any job` }], premium: null };
  }
  const job = context.objects.find('job', quote.job)?.data;
  const coverage = [
    { key: 'Job', value: job?.name ?? quote.job },
    { key: 'Coverage', value: quote.coverage_type.map((type) => coverageNames[type]).join(', ') },
    { key: 'Starts', value: longDate(quote.effective_date) },
    { key: 'Ends', value: longDate(quote.end_date) },
  ];
  const flat = job?.wage_type === 'flatfee' ? premium(job.wage, quote.net_rate) : null;
  return {
    coverage,
    premium: { rate: dollars(quote.net_rate), estimate: flat === null ? null : dollars(flat) },
  };
}

function answersOf(session: Session): Row[] {
  const given = questions.map(({ name, text }) => ({ key: text, value: session.answers[name] ?? '' }));
  const spoken = given.map((row) => ({ ...row, value: row.value === 'yes' ? 'Yes' : 'No' }));
  return [...spoken, { key: 'Signed by', value: session.answers['signature'] ?? '' }];
}
