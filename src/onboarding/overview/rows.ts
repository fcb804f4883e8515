import type { Contractor, Entity } from '../../policy-api/types/parties';
import type { Job } from '../../policy-api/types/work';
import type { OnboardingRow } from '../../store/onboardings';
import { addressLine } from '../../forms/address';
import { applicationState } from '../application/state';
import { applicationStepName, type SessionSummary } from '../application/summary';
import { contractorName } from '../contractor/form';
import { coverageName } from '../../coverage/types';
import { inDollars } from '../../forms/form';
import { missingStep } from '../journey/guard';
import { asText } from '../../forms/metadata';
import type { Row } from '../journey/rows';
import { presentQuote, wageText, type QuoteSummary } from '../quote/summary';
import { isFinished, isQuoteStale, type StepId } from '../journey/steps';

/** One object of the onboarding, for its card. */
export interface ObjectCard {
  title: string;
  id: string | null;
  /** What its link says; null while its step cannot be opened. */
  linkText: string | null;
  step: StepId;
  /** All of it in one line; null where nothing is known. */
  line: string | null;
  rows: Row[];
}

/** What is known of it, in one line. */
const inLine = (...parts: (string | null | undefined)[]): string | null =>
  parts.filter(Boolean).join(', ') || null;

export function contractorRows(onboarding: OnboardingRow, contractor: Contractor | null): ObjectCard {
  const line = inLine(onboarding.contractor_name, contractor?.company_name, contractor?.email);
  return card('Contractor', onboarding, 'contractor', onboarding.contractor_id, line, [
    { key: 'Name', value: contractor ? contractorName(contractor) : onboarding.contractor_name },
    ...(contractor
      ? [
          { key: 'Company', value: contractor.company_name },
          { key: 'Email', value: contractor.email },
          { key: 'Phone', value: contractor.phone },
          { key: 'Home address', value: addressLine(contractor.address) },
          { key: 'Withhold premium', value: contractor.withhold_premium ? 'Yes' : 'No' },
          ...metadata(contractor.custom_metadata),
        ]
      : []),
  ]);
}

export function entityRows(onboarding: OnboardingRow, entity: Entity | null): ObjectCard {
  const limit = entity?.coverage_limit;
  const asks = entity?.required_coverage.map(coverageName).join(', ') ?? null;
  const line = inLine(onboarding.entity_name, entity?.address?.locality, asks);
  return card('Entity', onboarding, 'entity', onboarding.entity_id, line, [
    { key: 'Legal name', value: entity?.name ?? onboarding.entity_name },
    ...(entity
      ? [
          { key: 'Address', value: addressLine(entity.address) },
          { key: 'Aggregate limit', value: money(limit?.aggregate_limit), kind: 'money' as const },
          { key: 'Occurrence limit', value: money(limit?.occurrence_limit), kind: 'money' as const },
          { key: 'Required coverage', value: asks || null },
        ]
      : []),
  ]);
}

/** `category`: the name of the job's category code, where it is known. */
export function jobRows(onboarding: OnboardingRow, job: Job | null, category: string | null): ObjectCard {
  const wage = typeof job?.wage === 'number' ? wageText(job.wage, job.wage_type) : null;
  const line = inLine(onboarding.job_name, category, wage);
  return card('Job', onboarding, 'job', onboarding.job_id, line, [
    { key: 'Name', value: job?.name ?? onboarding.job_name },
    ...(job
      ? [
          { key: 'Description', value: job.description },
          ...(category ? [{ key: 'Category', value: category }] : []),
          { key: 'Category code', value: job.category_code, kind: 'id' as const },
          { key: 'Wage', value: wage, kind: 'money' as const },
          { key: 'Place of work', value: addressLine(job.address) ?? 'Remote' },
          {
            key: 'Years of experience',
            value: job.years_experience === null ? null : String(job.years_experience),
          },
          { key: 'Withhold premium', value: job.withhold_premium ? 'Yes' : 'No' },
          ...metadata(job.custom_metadata),
        ]
      : []),
  ]);
}

export function quoteRows(onboarding: OnboardingRow): ObjectCard {
  const quote = onboarding.quote === null ? null : presentQuote(JSON.parse(onboarding.quote) as QuoteSummary);
  const refused = applicationState(onboarding) === 'refused';
  const eligible = quote && (quote.eligible && !refused ? 'eligible' : 'not eligible');
  const rate = quote?.rate && eligible === 'eligible' ? `${quote.rate} per $100` : null;
  const line = inLine(rate, eligible, isQuoteStale(onboarding) && quote ? 'out of date' : null);
  return card('Quote', onboarding, 'quote', onboarding.quote_id, line, [
    ...(quote
      ? [
          { key: 'Eligible', value: eligibleText(quote.eligible, refused) },
          { key: 'Coverage', value: quote.coverage.join(', ') },
          // Nothing is offered at a rate that comes with a no.
          ...(quote.eligible && !refused
            ? [
                { key: 'Net rate', value: rate, kind: 'money' as const },
                {
                  key: 'Estimated premium',
                  value: quote.estimate && `${quote.estimate}${quote.estimateFor}`,
                  kind: 'money' as const,
                },
              ]
            : []),
          { key: 'Effective date', value: quote.effective },
          { key: 'End date', value: quote.end },
        ]
      : []),
    ...(isQuoteStale(onboarding)
      ? [{ key: 'Out of date', value: 'Fetch it again: an object was changed' }]
      : []),
  ]);
}

function eligibleText(eligible: boolean, refused: boolean): string {
  if (refused) return 'No: the contractor was found ineligible in the application';
  return eligible ? 'Yes' : 'No';
}

export function sessionRows(onboarding: OnboardingRow, session: SessionSummary | null): ObjectCard {
  const step = session && applicationStepName(session.step);
  const line = inLine(step, session?.expired ? 'expired' : null);
  return card('Application', onboarding, 'application', onboarding.session_id, line, [
    ...(session
      ? [
          { key: 'Step', value: `${step} (${session.step})` },
          { key: 'Expired', value: session.expired ? 'Yes' : 'No' },
        ]
      : []),
  ]);
}

function card(
  title: string,
  onboarding: OnboardingRow,
  step: StepId,
  id: string | null,
  line: string | null,
  rows: Row[],
): ObjectCard {
  const reachable = missingStep(onboarding, step) === null;
  const changes = step !== 'application' && !(step === 'quote' && isFinished(onboarding));
  const text = id === null ? 'Start' : changes ? 'Change' : 'Open';
  return { title, id, step, linkText: reachable ? text : null, line, rows };
}

function metadata(values: Readonly<Record<string, unknown>> | null): Row[] {
  return Object.entries(values ?? {}).map(([key, value]) => ({ key, value: asText(value) }));
}

function money(cents: number | null | undefined): string | null {
  return cents === null || cents === undefined ? null : inDollars(cents);
}
