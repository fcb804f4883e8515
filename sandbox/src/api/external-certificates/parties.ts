import type { SandboxContext } from '../../context';
import { requirementFor } from '../../insurance/requirement-choice';
import type { CoiTracker, TrackedWork } from '../../model/external-uploads';
import { workOf } from '../../model/index-entries';
import type { Stored } from '../../model/kinds';
import type { Contractor } from '../../model/parties';
import { bodyOf } from '../body';
import { ApiError, invalidInput } from '../errors';
import { contractors } from '../resources/contractors';
import { withoutUndefined } from '../resources/parts';

/** Who a certificate is of, as a form says it. */
export interface Person {
  email: string;
  first_name?: string | undefined;
  last_name?: string | undefined;
  company_name?: string | null | undefined;
}

/** What is done about a contractor who has the email already. */
type IfThere = 'take' | 'update' | 'refuse';

/**
 * The contractor with the email; when there is none, a new one. The email decides, whatever id is sent beside it.
 * @throws ApiError duplicate_email, contractor_blocked_for_writes, invalid_input
 */
export function contractorOf(context: SandboxContext, person: Person, ifThere: IfThere): Stored<Contractor> {
  const fields = bodyOf(withoutUndefined(person));
  const found = context.objects.first('contractor', { name: 'contractor.email', value: person.email });
  if (!found || ifThere === 'refuse') return contractors.create(context, fields);
  return ifThere === 'take' ? found : contractors.update(context, found, fields);
}

/** @throws ApiError invalid_input, session_expired */
export function uploadSessionOf(context: SandboxContext, id: string): string {
  const session = context.objects.find('coi_upload_session', id);
  if (!session) throw invalidInput({ coi_upload_session_id: `There is no COI upload session ${id}.` });
  refuseExpired(context, session.data, 'The COI upload session has expired.');
  return session.id;
}

interface TrackerNames {
  tracker_id?: string | null | undefined;
  tracker_session_id?: string | null | undefined;
}

/** The tracker that is named by its id, by that of one of its sessions, or by both. */
export function trackerOf(context: SandboxContext, names: TrackerNames): Stored<CoiTracker> {
  const { tracker_id: id, tracker_session_id: sessionId } = names;
  const session = sessionId ? context.objects.find('coi_tracker_session', sessionId) : undefined;
  if (sessionId && !session) {
    throw invalidInput({ tracker_session_id: `There is no COI tracker session ${sessionId}.` });
  }
  if (!id && !session) throw invalidInput({ tracker_id: 'Send tracker_id or tracker_session_id.' });
  const wanted = id || (session?.data.tracker ?? '');
  const tracker = context.objects.find('coi_tracker', wanted);
  if (!tracker) throw invalidInput({ tracker_id: `There is no COI tracker ${wanted}.` });
  if (session && session.data.tracker !== tracker.id) {
    throw invalidInput({ tracker_session_id: 'It is a session of another tracker.' });
  }
  if (session) refuseExpired(context, session.data, 'The COI tracker session has expired.');
  refuseExpired(context, tracker.data, 'The COI tracker has expired.');
  return tracker;
}

/** The code is known from application sessions; that it is given here is our choice. */
function refuseExpired(
  { clock }: SandboxContext,
  { expires_at }: { expires_at: number },
  text: string,
): void {
  if (expires_at <= clock.seconds()) throw new ApiError(400, 'session_expired', text);
}

export interface Contact {
  name?: string | null | undefined;
  email?: string | null | undefined;
}

/** The contractor's work on the job of the tracker: one, however often they send certificates. */
export function trackedWork(
  context: SandboxContext,
  { id: tracker, data: { job } }: Stored<CoiTracker>,
  contractor: string,
  contact: Contact,
): Stored<TrackedWork> {
  const { objects, clock } = context;
  const lookup = { name: 'tracked_work.work', value: workOf({ contractor, job }) };
  const found = objects.first('tracked_work', lookup);
  const data: TrackedWork = {
    contractor,
    job,
    tracker,
    purchase_order_contact_name: contact.name ?? found?.data.purchase_order_contact_name ?? null,
    purchase_order_contact_email: contact.email ?? found?.data.purchase_order_contact_email ?? null,
  };
  return found
    ? objects.update('tracked_work', found, data)
    : objects.insert('tracked_work', context.ids.short('an'), clock.seconds(), data);
}

/**
 * The requirement that is named, that of the tracker, or what is for the contractor's work.
 * @throws ApiError invalid_input at `field`, no_insurance_requirement_found
 */
export function requirementOf(
  context: SandboxContext,
  contractor: string,
  tracker: CoiTracker,
  { id, field }: { id: string | null | undefined; field: string },
): string {
  if (id && !context.objects.find('requirement', id)) {
    throw invalidInput({ [field]: `There is no insurance requirement ${id}.` });
  }
  const ofTracker = tracker.requirement && context.objects.find('requirement', tracker.requirement)?.id;
  return id || ofTracker || requirementFor(context, contractor).id;
}
