import { bodyOf } from '../api/body';
import { conflict, invalidInput } from '../api/errors';
import { policies } from '../api/resources/policies';
import { sessions } from '../api/resources/sessions';
import { addCategory, approveCategory } from '../control/category-codes';
import type { SandboxContext } from '../context';
import { findCategory } from '../insurance/category-codes';
import { policyStatus } from '../insurance/policies';
import type { Kind } from '../model/kinds';
import { createFixtures, type Fixtures } from './fixtures';
import { noteEvents, perform, type ActKind, type Happened } from './registry';

type Act = (context: SandboxContext, id: string) => unknown;

/** What has an event told: to which object something happens, what that is, and what is made when none is named. */
interface Trigger {
  /** The kinds that `object` may name, and what happens to each. */
  readonly to: { readonly [K in Kind]?: Act };
  readonly make: (fixtures: Fixtures) => string;
}

/** One act or several, each to the same object. */
const by =
  (kind: ActKind, ...names: string[]): Act =>
  (context, id) => {
    for (const name of names) perform(context, kind, id, name);
  };

const trigger = (kind: ActKind & keyof Fixtures, ...names: string[]): Trigger => ({
  to: { [kind]: by(kind, ...names) },
  make: (fixtures) => fixtures[kind](),
});

/** Completes an application, or issues the policy that a complete one waits for; or binds a quote. */
const insure: Trigger['to'] = {
  session(context, id) {
    const isComplete = context.objects.find('session', id)?.data.step === 'application_complete';
    if (!isComplete) perform(context, 'session', id, 'complete');
    const done = context.objects.find('session', id)?.data;
    if (done?.step === 'application_complete' && done.policy === null)
      perform(context, 'session', id, 'issue');
  },
  quote: (context, id) => policies.create?.(context, bodyOf({ quote: id })),
};

/** The one table of events that can be had by a call. */
const triggers: Readonly<Record<string, Trigger>> = {
  'application.created': {
    to: { quote: (context, id) => sessions.create?.(context, bodyOf({ quote: id })) },
    make: (fixtures) => fixtures.quote(),
  },
  'application.started': trigger('session', 'start'),
  'application.complete': trigger('session', 'complete'),
  'application.expired': trigger('session', 'expire'),
  'application.ineligible': trigger('session', 'refuse'),
  'application.manual_review': trigger('session', 'review'),
  'application.manual_review_approved': trigger('session', 'review', 'approve'),
  'policy.active': { to: insure, make: (fixtures) => fixtures.session() },
  'policy.active.media': { to: insure, make: (fixtures) => fixtures.session(['general', 'media']) },
  'policy.cancelled': trigger('policy', 'cancel'),
  'policy.reactivated': {
    to: {
      policy(context, id) {
        const policy = context.objects.find('policy', id)?.data;
        if (policy && policyStatus(context.clock, policy) === 'active')
          perform(context, 'policy', id, 'cancel');
        perform(context, 'policy', id, 'reactivate');
      },
    },
    make: (fixtures) => fixtures.policy(),
  },
  'assignment.active': trigger('assignment', 'charge'),
  'assignment.cancelled': trigger('assignment', 'cancel'),
  'certificate.approved': trigger('certificate', 'approve'),
  'certificate.flagged': trigger('certificate', 'flag'),
  'certificate.denied': trigger('certificate', 'deny'),
  'invoice.charge_card_succeeded': trigger('invoice', 'charge'),
  'invoice.charge_card_failed': trigger('invoice', 'fail'),
  'payment.session.completed': trigger('payment_session', 'complete'),
  'payment.session.cancelled': trigger('payment_session', 'cancel'),
  'payment.session.expired': trigger('payment_session', 'expire'),
};

const CATEGORY_ADDED = 'category_code.added';

export const triggerTypes: readonly string[] = [...Object.keys(triggers), CATEGORY_ADDED];

/**
 * Has the event told by what it tells of really happening, with all its objects and other events, in one transaction:
 * to the object that is named, else to a new one. Never a message alone: where it does not come to the event, nothing
 * has happened.
 * @throws ApiError
 */
export async function pull(context: SandboxContext, type: string, object?: string): Promise<Triggered> {
  const chosen = Object.hasOwn(triggers, type) ? triggers[type] : undefined;
  if (!chosen && type !== CATEGORY_ADDED) {
    throw invalidInput({ type: `Must be one of: ${triggerTypes.join(', ')}.` });
  }
  const fixtures = chosen && object === undefined ? await createFixtures(context) : undefined;
  return context.database.transaction(() => {
    const work = chosen
      ? () => happen(context, chosen, type, object, fixtures)
      : () => addOrApprove(context, object);
    let about = '';
    const events = noteEvents(context, () => void (about = work()));
    if (!events.some((event) => event.type === type))
      throw conflict(`It did not come to ${type}, as things stand.`);
    return { type, object: about, events };
  });
}

export interface Triggered {
  type: string;
  /** The id of what something happened to. */
  object: string;
  events: Happened['events'];
}

function happen(
  context: SandboxContext,
  { to, make }: Trigger,
  type: string,
  named: string | undefined,
  fixtures: Fixtures | undefined,
): string {
  const id = named ?? (fixtures && make(fixtures)) ?? '';
  const kind = context.objects.kindOf(id);
  const act = kind && to[kind];
  if (!act) {
    throw invalidInput({
      object: `Must be the id of one of: ${Object.keys(to).join(', ')}; or left out for a new one.`,
    });
  }
  // What was made for it may have come there by itself: an assignment whose premium is withheld.
  if (named === undefined && hasTold(context, id, type)) return id;
  act(context, id);
  return id;
}

const hasTold = ({ objects }: SandboxContext, id: string, type: string): boolean =>
  objects.first('event', { name: 'event.object', value: id }, ({ data }) => data.type === type) !== undefined;

/** A code that waits for its approval, or a new one. */
function addOrApprove(context: SandboxContext, code: string | undefined): string {
  if (code === undefined) return addCategory(context, { name: 'Sample category' }).category_code;
  if (!findCategory(context, code)) throw invalidInput({ object: 'Must be the code of a job category.' });
  return approveCategory(context, code).category_code;
}
