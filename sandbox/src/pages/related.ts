import type { SandboxContext } from '../context';
import type { Kinds, Stored } from '../model/kinds';
import type { PageKind } from './kind-page';
import { kindPages, rowOf, type ObjectRow } from './kinds';
import { kindOfId } from './object-links';

/** Which objects refer to one of a kind, and the look-up that finds them. */
const referrers: Partial<Record<PageKind, readonly (readonly [PageKind, string])[]>> = {
  contractor: [
    ['quote', 'quote.contractor'],
    ['session', 'session.contractor'],
    ['policy', 'policy.contractor'],
    ['assignment', 'assignment.contractor'],
    ['invoice', 'invoice.contractor'],
    ['payment_session', 'payment_session.contractor'],
    ['certificate', 'certificate.contractor'],
    ['tracked_work', 'tracked_work.contractor'],
  ],
  entity: [
    ['job', 'job.entity'],
    ['requirement', 'requirement.entity'],
  ],
  job: [
    ['quote', 'quote.job'],
    ['policy', 'policy.job'],
    ['assignment', 'assignment.job'],
    ['invoice', 'invoice.job'],
    ['coi_tracker', 'coi_tracker.job'],
  ],
  requirement: [['certificate', 'certificate.requirement']],
  coi_upload_session: [['certificate', 'certificate.source']],
  coi_tracker: [
    ['coi_tracker_session', 'coi_tracker_session.tracker'],
    ['tracked_work', 'tracked_work.tracker'],
  ],
  tracked_work: [['certificate', 'certificate.source']],
  quote: [
    ['session', 'session.quote'],
    ['policy', 'policy.quote'],
  ],
  policy: [['assignment', 'assignment.policy']],
};

/** Of each kind; the newest ones. */
const MOST = 10;

export interface RelatedGroup {
  title: string;
  rows: ObjectRow[];
  /** There are more than are shown. */
  more: boolean;
}

/** The objects that one names, and those that name it, by kind. */
export function relatedTo<K extends PageKind>(
  context: SandboxContext,
  kind: K,
  object: Stored<Kinds[K]>,
): RelatedGroup[] {
  const named = [...new Set(textsIn(object.data))].flatMap((id) => group(context, kindOfId(context, id), id));
  const naming = (referrers[kind] ?? []).flatMap(([other, name]) => {
    const lookup = { name, value: object.id };
    const found = context.objects.page(other, { limit: MOST + 1, lookup });
    const rows = found.slice(0, MOST).map((one) => rowOf(context, other, one));
    return rows.length === 0 ? [] : [{ title: kindPages[other].title, rows, more: found.length > MOST }];
  });
  const known = new Set(named.flatMap(({ rows }) => rows.map(({ id }) => id)));
  return [...named, ...naming.filter(({ rows }) => !rows.every(({ id }) => known.has(id)))];
}

function group(context: SandboxContext, kind: PageKind | undefined, id: string): RelatedGroup[] {
  const found = kind && context.objects.find(kind, id);
  if (!kind || !found) return [];
  return [{ title: kindPages[kind].one, rows: [rowOf(context, kind, found)], more: false }];
}

/** Every text inside a value. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
