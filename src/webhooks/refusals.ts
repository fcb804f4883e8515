/** Why a delivery was not accepted, in words, and what mends it: by the code that the sender is answered with. */

export interface RefusalWords {
  reason: string;
  fix: string;
}

const SCHEME =
  'Compare the sender’s signature with TEN99POLICY_WEBHOOK_SCHEME; or set TEN99POLICY_WEBHOOK_VERIFY=api, which needs no signature.';
const CLOCK =
  'Set the clock of this machine, or allow more time: ;tolerance=SECONDS in TEN99POLICY_WEBHOOK_SCHEME.';
const LATER = 'Nothing: the sender can send it again later, and missed events are read from the API.';

export const REFUSALS = {
  no_secret_configured: {
    reason: 'No secret is known here that could prove a signature.',
    fix: 'Set TEN99POLICY_WEBHOOK_SECRETS to the secret of your endpoint; npm run webhook:register hands it over.',
  },
  signature_missing: { reason: 'It came without the header that signs it.', fix: SCHEME },
  signature_malformed: { reason: 'The header that signs it is not written as the scheme says.', fix: SCHEME },
  timestamp_too_old: { reason: 'It was signed too long ago, by the clock of this machine.', fix: CLOCK },
  timestamp_in_future: { reason: 'It was signed in the future, by the clock of this machine.', fix: CLOCK },
  signature_mismatch: {
    reason: 'The signature fits none of the secrets in force, or the body was changed on its way.',
    fix: `The secret may be another endpoint’s: copy it again to TEN99POLICY_WEBHOOK_SECRETS. ${SCHEME}`,
  },
  not_an_event: {
    reason: 'The body is no event: not JSON, without a type, or nested too deeply.',
    fix: 'Nothing, unless your own program sent it: send the event object as JSON.',
  },
  body_too_large: {
    reason: 'The body is larger than any event.',
    fix: 'Nothing, unless your own program sent it.',
  },
  encoding_not_supported: {
    reason: 'The body was sent compressed, so its bytes are not those that were signed.',
    fix: 'Switch compression of requests off, at the sender or at the proxy before this app.',
  },
  body_unreadable: {
    reason: 'The body broke off before its end.',
    fix: 'Look at the proxy or tunnel before this app, if it happens often.',
  },
  body_parsed_before: {
    reason: 'A body parser took the body before the webhook route could.',
    fix: 'Mount the webhook route before any body parser, such as express.json().',
  },
  event_not_confirmed: {
    reason: 'The API does not know this event.',
    fix: 'If it is real, the key belongs to another account or environment: check TEN99POLICY_API_KEY.',
  },
  event_not_storable: {
    reason: 'It holds something that the database refuses to keep.',
    fix: 'Read the event from the API, and report what it holds.',
  },
  wrong_path: {
    reason: 'It was sent to a path that is not quite the right one.',
    fix: 'Register the endpoint again with the address that npm run doctor names.',
  },
  method_not_allowed: { reason: 'It was not sent with POST.', fix: 'Send events with POST.' },
  too_many_confirmations: {
    reason: 'The API was asked about too many deliveries in this minute.',
    fix: LATER,
  },
  confirmation_unavailable: { reason: 'The API could not be asked about it.', fix: LATER },
  storage_unavailable: { reason: 'The database could not keep it just now.', fix: LATER },
  internal_error: { reason: 'The app failed while it handled it.', fix: 'Look for the error in the log.' },
} as const satisfies Record<string, RefusalWords>;

/** The words for a code; of one that we do not know the code itself. */
export function refusalWords(code: string): RefusalWords {
  return Object.hasOwn(REFUSALS, code)
    ? REFUSALS[code as keyof typeof REFUSALS]
    : { reason: `It was answered ${code}.`, fix: 'Look for it in the log.' };
}
