import { act, create, pathId, type ResourceReference } from '../operations';
import { answered, created, date, fields, guess, ids, nullable, required, webAddress } from '../schemas';

const sent = {
  contractor: 'cn_Ehb3bYa',
  return_url: 'https://app.yourplatform.com/settings/billing/return',
};
const example = {
  id: 'hps_5kTqWcN8bGxYzR2mVfJhDp',
  contractor_id: sent.contractor,
  status: 'pending',
  processor: 'checkout',
  return_url: sent.return_url,
  created: 1713369924,
  expires_at: 1713371724,
  completed_at: null,
  cancelled_at: null,
};

const answer = {
  id: ids.paymentSession,
  contractor_id: { ...ids.contractor, description: 'The contractor; the request calls it `contractor`.' },
  status: {
    type: 'string',
    enum: ['pending', 'completed', 'cancelled', 'expired'],
    description:
      'The last three are final. A background job sets `expired`, so it can stay `pending` for a while after `expires_at`: here for five minutes, which is the sandbox’s choice.',
  },
  processor: { const: 'checkout', description: 'Reserved for later providers.' },
  return_url: webAddress('As it was sent.'),
  created,
  expires_at: date('Thirty minutes after it was created.'),
  completed_at: nullable(date('When a card was saved.')),
  cancelled_at: nullable(date('When the platform or the contractor cancelled.')),
};

export const paymentSessions: ResourceReference = {
  tag: {
    name: 'Payment sessions',
    description:
      'A page, once, where a contractor adds or replaces the card on file. At its end the contractor is sent to ' +
      '`return_url` with `hps_id` and `status` in the query, for display only: the event `payment.session.completed` ' +
      'is the proof. No call retrieves or lists payment sessions.',
  },
  schemas: {
    PaymentSession: answered(answer),
    NewlyMadePaymentSession: answered({
      ...answer,
      url: webAddress('The page, for one use. Only this answer shows it. Its form in a sandbox is a guess.'),
    }),
    NewPaymentSession: fields(
      {
        contractor: guess({
          ...ids.contractor,
          minLength: 1,
          description: 'Of your own account. That it is required is a guess.',
        }),
        return_url: guess({
          ...required(
            'Begins with https:// (a loopback address may do with http://), has no user name, password and fragment, and a host of the allowlist. That it is required is a guess.',
            sent.return_url,
          ),
          format: 'uri',
        }),
      },
      ['contractor', 'return_url'],
      { contractor_id: 'contractor' },
    ),
  },
  paths: {
    '/payment/sessions': {
      post: create({
        id: 'createPaymentSession',
        summary: 'Create a payment session',
        description:
          'The allowlist of hosts is set by the vendor’s support; here at /organisation, or by the control API. That an entry without a port stands for all ports is the sandbox’s choice.',
        fields: 'NewPaymentSession',
        sent,
        answer: 'NewlyMadePaymentSession',
        example: { ...example, url: 'https://my.1099policy.com/payment/setup/live_<token>' },
        errors: ['invalid_return_url'],
        mayBeMissing: true,
      }),
    },
    '/payment/sessions/{session}/cancel': {
      parameters: [pathId('session', ids.paymentSession)],
      post: act({
        id: 'cancelPaymentSession',
        summary: 'Cancel a payment session',
        description: 'Only while it is pending.',
        answer: 'PaymentSession',
        example: { ...example, status: 'cancelled', cancelled_at: 1713370000 },
        errors: ['session_not_pending', 'session_expired'],
      }),
    },
  },
};
