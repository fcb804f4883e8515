import { z } from 'zod';
import type { SandboxContext } from '../../context';
import { refuseUsedQuote } from '../../insurance/binding';
import { DAY } from '../../insurance/dates';
import { refuseDeletedEntity } from '../../insurance/parties';
import { emitSession, expireSession, SESSION_DAYS, viewSession } from '../../insurance/sessions';
import type { Session } from '../../model/coverage';
import type { Stored } from '../../model/kinds';
import { withTodaysNames } from '../body';
import { ApiError } from '../errors';
import type { Resource } from '../resource';
import { bodyReader } from '../schema';

const readKind = bodyReader((types) => z.object({ is_general_opt_in: types.flag() }));
const readStandard = bodyReader((types) =>
  z.object({ quote: types.text(), success_url: types.optionalUrl(), cancel_url: types.optionalUrl() }),
);
const readOptIn = bodyReader((types) =>
  z.object({
    contractor: types.optionalText(),
    general_opt_in_work_state: types.state(),
    success_url: types.optionalUrl(),
    cancel_url: types.optionalUrl(),
  }),
);
const readChange = bodyReader((types) =>
  z.object({ success_url: types.optionalUrl(), cancel_url: types.optionalUrl() }),
);

/** The vendor's prose calls the state `work_state`. */
const optInNames = { contractor_id: 'contractor', work_state: 'general_opt_in_work_state' };

/** Insurance application sessions (vendor pages "… /api/v1/apply/sessions"). */
export const sessions: Resource<'session'> = {
  kind: 'session',
  path: '/apply/sessions',
  objectName: 'application_session',
  fixed: ['quote', 'general_opt_in_work_state'],
  invalidId: 'invalid_session_id',
  view: viewSession,
  create(context, body) {
    const session = readKind(body).is_general_opt_in
      ? newOptIn(context, readOptIn(withTodaysNames(body, optInNames)))
      : newStandard(context, readStandard(withTodaysNames(body, { quote_id: 'quote' })));
    const id = context.ids.ulid('ias', context.clock.now());
    const stored = context.objects.insert('session', id, context.clock.seconds(), session);
    context.schedule.at(stored.created + SESSION_DAYS * DAY, 'session.expire', id);
    emitSession(context, 'application.created', stored);
    return stored;
  },
  update(context, session, body) {
    const sent = readChange(body);
    refuseEnded(session);
    return context.objects.update('session', session, {
      ...session.data,
      success_url: sent.success_url === undefined ? session.data.success_url : sent.success_url,
      cancel_url: sent.cancel_url === undefined ? session.data.cancel_url : sent.cancel_url,
    });
  },
  actions: {
    expire(context, session) {
      refuseEnded(session);
      return expireSession(context, session);
    },
  },
};

interface Links {
  success_url?: string | null | undefined;
  cancel_url?: string | null | undefined;
}

function newStandard(context: SandboxContext, sent: Links & { quote: string }): Session {
  const quote = context.objects.find('quote', sent.quote);
  if (!quote) throw new ApiError(400, 'invalid_quote_id', `There is no quote with the id ${sent.quote}.`);
  refuseUsedQuote(quote.data);
  if (!context.objects.find('contractor', quote.data.contractor)) {
    throw new ApiError(400, 'invalid_contractor_id', 'The contractor of the quote was deleted.');
  }
  refuseDeletedEntity(context, quote.data.job);
  return { ...opened(sent), quote: quote.id, contractor: quote.data.contractor };
}

function newOptIn(
  context: SandboxContext,
  sent: Links & { contractor?: string | null | undefined; general_opt_in_work_state: string },
): Session {
  if (!sent.contractor) {
    throw new ApiError(400, 'missing_contractor_id', 'A general opt-in needs the id of a contractor.');
  }
  if (!context.objects.find('contractor', sent.contractor)) {
    const text = `There is no contractor with the id ${sent.contractor}.`;
    throw new ApiError(400, 'invalid_contractor_id', text);
  }
  return {
    ...opened(sent),
    contractor: sent.contractor,
    is_general_opt_in: true,
    general_opt_in_work_state: sent.general_opt_in_work_state,
  };
}

function opened(links: Links): Omit<Session, 'contractor'> {
  return {
    quote: null,
    success_url: links.success_url ?? null,
    cancel_url: links.cancel_url ?? null,
    step: 'verify_info',
    expired: false,
    started: false,
    ineligible: false,
    review: null,
    is_general_opt_in: false,
    general_opt_in_work_state: null,
    answers: {},
    policy: null,
  };
}

/** The codes stand in the vendor's table of errors; that these operations give them is our choice. */
function refuseEnded({ data }: Stored<Session>): void {
  if (data.expired) throw new ApiError(400, 'session_expired', 'The application session has expired.');
  if (!data.ineligible && data.step !== 'application_complete') return;
  const how = data.ineligible ? 'has ended: the contractor is not eligible.' : 'is already complete.';
  throw new ApiError(400, 'application_already_complete', `The application ${how}`);
}
