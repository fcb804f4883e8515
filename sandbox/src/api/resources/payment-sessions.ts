import { z } from 'zod';
import { isLoopbackHost } from '../../../../lib/hosts';
import type { SandboxContext } from '../../context';
import {
  cancelPaymentSession,
  createPaymentSession,
  isLive,
  paymentUrl,
  viewPaymentSession,
} from '../../insurance/payment-sessions';
import { isReturnHost } from '../../organisation';
import { withTodaysNames } from '../body';
import { ApiError, notFound } from '../errors';
import type { Resource } from '../resource';
import { bodyReader } from '../schema';

const readNew = bodyReader((types) => z.object({ contractor: types.text(), return_url: types.text() }));

/** Payment sessions (vendor group "Payment session"). There is no call that reads one. */
export const paymentSessions: Resource<'payment_session'> = {
  kind: 'payment_session',
  path: '/payment/sessions',
  objectName: 'payment_session',
  readable: false,
  view: viewPaymentSession,
  viewNew: (context, session) => ({
    ...viewPaymentSession(context, session),
    url: paymentUrl(context, session),
  }),
  create(context, body) {
    const sent = readNew(withTodaysNames(body, { contractor_id: 'contractor' }));
    // "Of the caller's own tenant, else 404", unlike everywhere else.
    if (!context.objects.find('contractor', sent.contractor)) {
      throw notFound(`There is no contractor with the id ${sent.contractor}.`);
    }
    refuseReturnUrl(context, sent.return_url);
    return createPaymentSession(context, sent.contractor, sent.return_url);
  },
  actions: {
    cancel(context, session) {
      const { status } = session.data;
      if (status !== 'pending') {
        throw new ApiError(400, 'session_not_pending', `The payment session is ${status} already.`);
      }
      if (!isLive(context, session.data)) {
        throw new ApiError(400, 'session_expired', 'The payment session has expired.');
      }
      return cancelPaymentSession(context, session);
    },
  },
};

function refuseReturnUrl(context: SandboxContext, text: string): void {
  const problem = problemOf(context, text);
  if (problem !== undefined) throw new ApiError(400, 'invalid_return_url', `return_url ${problem}`);
}

/** By the rules of the vendor's page; that a loopback address may do without https is our choice. */
function problemOf({ organisation, returnHosts }: SandboxContext, text: string): string | undefined {
  // `URL` puts right what other readers take for another address: blanks, backslashes, slashes that are missing.
  const url = /^https?:\/\/[^\s\\/][^\s\\]*$/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return 'must be a web address.';
  const isLocal = url.protocol === 'http:' && isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !isLocal)
    return 'must begin with https:// (http:// on this machine alone).';
  if (/^[^:]+:\/\/[^/?#]*@/.test(text)) return 'must have no user name and password in it.';
  if (text.includes('#')) return 'must have no fragment (#) in it.';
  const allowed = [...returnHosts, ...organisation.current().return_hosts];
  if (isReturnHost(allowed, url)) return undefined;
  const list = allowed.length > 0 ? `which are: ${allowed.join(', ')}` : 'of which there are none';
  return `must lead to one of the allowed hosts, ${list}. Add ${url.host} to return_hosts at /organisation, or with PUT /_sandbox/organisation.`;
}
