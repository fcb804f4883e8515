import { conflict, notFound } from '../api/errors';
import type { SandboxContext } from '../context';
import type { Kind, Kinds, Stored } from '../model/kinds';
import type { ActsOf } from './act';
import { applicationActs } from './applications';
import { certificateActs } from './certificates';
import { assignmentActs, invoiceActs } from './charges';
import { paymentSessionActs } from './payment-sessions';
import { policyActs } from './policies';

/** The one table of what can be made to happen, in the order in which things usually do. */
export const actsByKind = {
  session: applicationActs,
  policy: policyActs,
  assignment: assignmentActs,
  invoice: invoiceActs,
  certificate: certificateActs,
  payment_session: paymentSessionActs,
} as const satisfies { readonly [K in Kind]?: ActsOf<K> };

export type ActKind = keyof typeof actsByKind;

export const actKinds = Object.keys(actsByKind) as ActKind[];

export const isActKind = (name: string): name is ActKind => Object.hasOwn(actsByKind, name);

export const actsOf = <K extends ActKind>(kind: K): ActsOf<K> => actsByKind[kind] as unknown as ActsOf<K>;

/** How an object stands after something happened to it, and the events that told of all that came of it. */
export interface Happened {
  state: string;
  events: { id: string; type: string }[];
  [objectName: string]: unknown;
}

/**
 * Makes it happen in one transaction, with all its objects and events.
 * @throws ApiError 404 when there is no such object or act, 409 when it cannot, as things stand
 */
export function perform<K extends ActKind>(
  context: SandboxContext,
  kind: K,
  id: string,
  name: string,
): Happened {
  const { acts, one, resource, state } = actsOf(kind);
  const found = context.objects.find(kind, id);
  if (!found) throw notFound(`There is no ${one} ${id}.`);
  const chosen = Object.hasOwn(acts, name) ? acts[name] : undefined;
  if (!chosen) {
    throw notFound(`To ${one} ${id} can be done: ${Object.keys(acts).join(', ')}; not ${name || 'nothing'}.`);
  }
  return context.database.transaction(() => {
    const events = noteEvents(context, () => chosen.act(context, found));
    const now = again(context, kind, id);
    return { state: state(context, now), [resource.objectName]: resource.view(context, now), events };
  });
}

/** The events that something led to, oldest first. */
export function noteEvents({ objects }: SandboxContext, work: () => unknown): Happened['events'] {
  const newest = objects.page('event', { limit: 1 })[0]?.seq ?? 0;
  work();
  return objects
    .page('event', { limit: MOST_EVENTS, newerThan: newest })
    .map(({ id, data: { type } }) => ({ id, type }))
    .reverse();
}

/** More than one act leads to. */
const MOST_EVENTS = 100;

function again<K extends Kind>(context: SandboxContext, kind: K, id: string): Stored<Kinds[K]> {
  const found = context.objects.find(kind, id);
  if (!found) throw conflict(`${id} is gone.`);
  return found;
}
