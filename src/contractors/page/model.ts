import { timelineOf, type LaneInput, type Timeline } from '../timeline';
import { isStandingState, standingWords } from '../../coverage/standing-states';
import { timeline } from '../../onboarding/overview/model';
import { STATES } from '../../forms/places';
import type { Paths } from '../../paths';
import type { ContractorRow } from '../../store/contractors';
import type { ListedEvent } from '../../store/event-search';
import type { StandingRow } from '../../store/standings';
import type { AllOfContractor } from '../known/all-of';
import { headlineOf, type Headline } from './headline';
import * as rows from './rows';

/** Who it is, and what can be done for them. */
export interface Head {
  id: string;
  name: string;
  firstName: string;
  initials: string;
  about: string[];
  isGone: boolean;
  newJobHref: string;
  portalLinkHref: string;
  optInHref: string;
  cardHref: string;
  uploadHref: string;
  newInvoiceHref: string;
  backHref: string;
}

export interface ContractorModel extends Head {
  headline: Headline;
  /** The most urgent of what is open; null where nothing is. */
  open: { text: string; href: string; linkText: string } | null;
  /** Null where the dates of no job are known. */
  lanes: Timeline | null;
  jobs: ReturnType<typeof rows.jobRows>;
  assignments: ReturnType<typeof rows.assignmentRows>;
  policies: ReturnType<typeof rows.policyRows>;
  invoices: ReturnType<typeof rows.invoiceRows>;
  certificates: rows.CertificateSheet[];
  card: ReturnType<typeof rows.cardWords>;
  events: ReturnType<typeof timeline>;
  allEventsHref: string | null;
  askAction: string;
  askedIso: string | null;
  askedText: string;
  /** The address of the contractor's own page. */
  ownPage: string;
}

export function headOf({ id, name }: ContractorRow, { contractor }: AllOfContractor, paths: Paths): Head {
  const { firstName, company, email, homeState, gone } = contractor;
  const shown = name ?? id;
  return {
    id,
    name: shown,
    firstName: firstName ?? 'them',
    initials: initialsOf(shown),
    about: [company, STATES.find(({ value }) => value === homeState)?.text ?? homeState, email].filter(
      (text) => text !== null,
    ),
    isGone: gone,
    newJobHref: paths.newJob(id),
    portalLinkHref: paths.portalLink(id),
    optInHref: paths.optIn(id),
    cardHref: paths.card(id),
    uploadHref: paths.certificates(id),
    newInvoiceHref: paths.invoices(id),
    backHref: paths.contractors,
  };
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

type Lists =
  'headline' | 'open' | 'lanes' | 'jobs' | 'assignments' | 'policies' | 'invoices' | 'certificates';

export function shownOf(
  shown: rows.Shown,
  standings: readonly StandingRow[],
  events: readonly ListedEvent[],
): Pick<ContractorModel, Lists | 'card' | 'events'> {
  const { all, at, paths } = shown;
  return {
    headline: headlineOf(all, at),
    open: openOf(shown, standings),
    lanes: lanesOf(shown, standings),
    jobs: rows.jobRows(shown, standings),
    assignments: rows.assignmentRows(shown),
    policies: rows.policyRows(shown),
    invoices: rows.invoiceRows(shown),
    certificates: rows.certificateSheets(shown),
    card: rows.cardWords(shown),
    events: timeline(events, paths.event).reverse(),
  };
}

/** Jobs whose dates are known, the latest first; the others have no bar. */
const LANES = 12;

function lanesOf({ at, paths, all }: rows.Shown, standings: readonly StandingRow[]): Timeline | null {
  const inputs = standings.flatMap((row): LaneInput[] => {
    const { job_from_seconds: from, job_until_seconds: until, state } = row;
    if (from === null || until === null || !isStandingState(state)) return [];
    const [job] = rows.jobRows({ at, paths, all }, [row]);
    const cover = { from: row.from_seconds, until: row.until_seconds };
    const name = row.job_name ?? row.job_id;
    const href = job?.href ?? paths.contractor(row.contractor_id);
    return [{ name, job: row.entity_name ?? '', href, state, cover, work: { from, until } }];
  });
  const latest = inputs.sort((a, b) => b.work.from - a.work.from).slice(0, LANES);
  return latest.length === 0 ? null : timelineOf(latest.reverse(), at);
}

/** What the operator can do about the most urgent job that is not covered. */
function openOf({ all, paths }: rows.Shown, standings: readonly StandingRow[]): ContractorModel['open'] {
  const [urgent] = [...standings].sort((a, b) => a.urgency - b.urgency);
  if (!urgent || !isStandingState(urgent.state)) return null;
  const id = all.contractor.id;
  const job = urgent.job_name ?? 'The job';
  const onboarding = urgent.onboarding_id === null ? null : paths.onboarding(urgent.onboarding_id);
  const { state } = urgent;
  if (state === 'charge_failed')
    return {
      text: `${job}: the card could not be charged, so it is not covered.`,
      href: paths.card(id),
      linkText: 'Renew the card',
    };
  if (state === 'awaiting_charge')
    return {
      text: `${job} counts as covered when assignment.active comes, after the charge.`,
      href: paths.eventsOfContractor(id),
      linkText: 'See the events',
    };
  if (state === 'needs_opt_in' || state === 'expired' || state === 'cancelled')
    return {
      text: `${job}: ${standingWords(state).text.toLowerCase()}.`,
      href: paths.newJob(id),
      linkText: 'Ask or quote it anew',
    };
  if (onboarding !== null && (state === 'applying' || state === 'not_started'))
    return {
      text: `${job}: the application is still open.`,
      href: onboarding,
      linkText: 'Go to the onboarding',
    };
  return null;
}
