/** The card that an onboarding's page leads with: who is covered, for what, from when to when, and what proves it. */
import type { CoverageNow } from '../../coverage/coverage-of';
import { inOrder, toldBy, type KnownPolicy } from '../../coverage/derive';
import type { State } from '../../coverage/states';
import { day } from '../../lib/dates';
import { momentOf, type Moment } from '../../lib/moment';
import type { Paths } from '../../paths';
import type { Entity } from '../../policy-api/types/parties';
import type { ListedEvent } from '../../store/event-search';
import { happenedAt } from '../../store/happened-at';
import type { OnboardingRow } from '../../store/onboardings';
import { inDollars } from '../../forms/form';
import { keptPolicy } from '../journey/standing';
import type { StateTag } from '../journey/state-words';
import { presentQuote, type QuoteSummary } from '../quote/summary';
import { coverLaneOf, type BarKind, type CoverLane, type Span } from './cover-lane';
import { headlineOf } from './headline';

/** Full: proven. Dashed: bound. Hatched: not covered. Open: nothing is decided. */
export type Shape = 'proven' | 'bound' | 'none' | 'open';

export interface CoverCard {
  shape: Shape;
  tag: StateTag;
  headline: string;
  /** From when to when, where something covers; null: `reasons` say what is. */
  when: { from: string | null; until: string | null } | null;
  /** The job and the entity; null while there is no job. */
  work: string | null;
  reasons: string[];
  /** The event that the state rests on. */
  provenBy: { type: string; href: string; moment: Moment } | null;
  facts: { term: string; value: string; more: string | null; isId: boolean }[];
  documents: { name: string; text: string; tone: StateTag['tone']; href: string }[];
  lane: CoverLane | null;
}

export interface CoverInput {
  onboarding: OnboardingRow;
  standing: CoverageNow;
  tag: StateTag;
  entity: Entity | null;
  events: readonly ListedEvent[];
  /** The API's time, in epoch seconds. */
  at: number;
  paths: Pick<Paths, 'event'>;
}

export function coverOf({ onboarding, standing, tag, entity, events, at, paths }: CoverInput): CoverCard {
  const { from, until } = standing;
  const policy = keptPolicy(onboarding);
  const quote = onboarding.quote === null ? null : (JSON.parse(onboarding.quote) as QuoteSummary);
  const shape = shapeOf(standing.state, tag);
  const isCover = tag.tone === 'success';
  return {
    shape,
    tag,
    headline: headlineOf(onboarding.contractor_name, { ...standing, at }),
    when: isCover ? { from: day(from), until: day(until) } : null,
    work: workOf(onboarding),
    reasons: standing.reasons,
    provenBy: provenBy(onboarding, events, at, paths),
    facts: [
      ...quoteFacts(quote, { isCover, isOffered: shape !== 'none' }),
      ...limitFacts(entity),
      ...policyFacts(policy),
    ],
    documents: documentsOf(policy, isCover ? 'success' : 'neutral'),
    lane: coverLaneOf(spansOf({ from, until }, quote, kindOf(standing.state, shape)), at),
  };
}

function shapeOf(state: State, { tone }: StateTag): Shape {
  if (tone === 'success') return 'proven';
  if (tone === 'danger') return 'none';
  return BOUND.includes(state) ? 'bound' : 'open';
}
const BOUND: readonly State[] = ['issuing', 'awaiting_charge', 'partly_covered'];

/** How the cover is drawn; null: there is nothing to draw. What was covered until it ended was covered. */
function kindOf(state: State, shape: Shape): Exclude<BarKind, 'job'> | null {
  if (shape === 'proven' || state === 'expired') return 'cover';
  if (shape === 'none') return 'gap';
  return shape === 'bound' || state.startsWith('covered') ? 'later' : null;
}

/** A job of the API has no dates: those of the quote are what is asked for. */
function spansOf(cover: Span, quote: QuoteSummary | null, kind: Exclude<BarKind, 'job'> | null) {
  const asked = quote === null ? null : { from: quote.effectiveDate, until: quote.endDate };
  const found = cover.from === null ? asked : cover;
  return { ...(asked && { job: asked }), ...(kind !== null && found && { [kind]: found }) };
}

function workOf({ job_name: job, entity_name: entity }: OnboardingRow): string | null {
  if (job === null) return null;
  return entity === null ? job : `${job} at ${entity}`;
}

function provenBy(
  { coverage_state: state }: OnboardingRow,
  events: readonly ListedEvent[],
  at: number,
  paths: CoverInput['paths'],
): CoverCard['provenBy'] {
  const [latest] = events
    .filter(({ type }) => toldBy(type)?.state === state)
    .map((row) => ({ row, type: row.type, at: happenedAt(row) }))
    .sort((a, b) => inOrder(b, a));
  if (!latest) return null;
  const { row, type } = latest;
  return { type, href: paths.event(row.seq), moment: momentOf(latest.at * 1000, at * 1000) };
}

type Fact = CoverCard['facts'][number];
const fact = (term: string, value: string, more: string | null = null): Fact => ({
  term,
  value,
  more,
  isId: false,
});

/** Nothing is offered at a rate that comes with a no. */
function quoteFacts(kept: QuoteSummary | null, is: { isCover: boolean; isOffered: boolean }): Fact[] {
  if (kept === null) return [];
  const quote = presentQuote(kept);
  const rate = quote.rate && `${quote.rate} per $100 earned`;
  const price = quote.estimate === null ? rate : quote.estimate + quote.estimateFor;
  return [
    fact(is.isCover ? 'Coverage' : 'Asked for', quote.coverage.join(', ') || 'Not known'),
    ...(quote.eligible && is.isOffered && price
      ? [fact('Premium', price, price === rate ? null : rate)]
      : []),
  ];
}

function limitFacts(entity: Entity | null): Fact[] {
  const { aggregate_limit: all, occurrence_limit: each } = entity?.coverage_limit ?? {};
  if (typeof all !== 'number' || typeof each !== 'number') return [];
  return [fact('Limits the entity asks for', `${inDollars(each)} each`, `${inDollars(all)} in all`)];
}

const isLink = (url: string): boolean => /^https?:\/\//.test(url);

const documentsIn = ({ pdfUrl, certificates: { gl, wc } }: KnownPolicy) =>
  [
    { name: 'General liability', text: 'Certificate, PDF', href: gl },
    { name: 'Workers’ comp', text: 'Certificate, PDF', href: wc },
    { name: 'The policy', text: 'PDF', href: pdfUrl },
  ].flatMap(({ href, ...one }) => (href === null ? [] : [{ ...one, href }]));

/** What is no full address cannot be opened, and is shown as it came. */
function policyFacts(policy: KnownPolicy): Fact[] {
  if (policy.id === null) return [];
  const unopened = documentsIn(policy).filter(({ href }) => !isLink(href));
  return [
    { ...fact('Policy', policy.id), isId: true },
    ...unopened.map(({ name, href }) => fact(name, href)),
  ];
}

function documentsOf(policy: KnownPolicy, tone: StateTag['tone']): CoverCard['documents'] {
  return documentsIn(policy)
    .filter(({ href }) => isLink(href))
    .map((one) => ({ ...one, tone }));
}
