/** Why a delivery was not accepted, in words, and what mends it: by the code that the sender is answered with. */
import type { SiteWords } from '../pages/site-words';

export interface RefusalWords {
  reason: string;
  fix: string;
}

const schemeFix = ({ scheme, verifyByApi }: SiteWords): string =>
  `Compare the sender’s signature with ${scheme}; or set ${verifyByApi}, which needs no signature.`;
const clockFix = ({ tolerance }: SiteWords): string =>
  `Set the clock of this machine, or allow more time: ${tolerance}.`;
const LATER = 'Nothing: the sender can send it again later, and missed events are read from the API.';

/** By each code. */
export const refusalsIn = (words: SiteWords) =>
  ({
    no_secret_configured: {
      reason: 'No secret is known here that could prove a signature.',
      fix: `Set ${words.secrets} to the secret of your endpoint; ${words.register('URL')} hands it over.`,
    },
    signature_missing: { reason: 'It came without the header that signs it.', fix: schemeFix(words) },
    signature_malformed: {
      reason: 'The header that signs it is not written as the scheme says.',
      fix: schemeFix(words),
    },
    timestamp_too_old: {
      reason: 'It was signed too long ago, by the clock of this machine.',
      fix: clockFix(words),
    },
    timestamp_in_future: {
      reason: 'It was signed in the future, by the clock of this machine.',
      fix: clockFix(words),
    },
    signature_mismatch: {
      reason: 'The signature fits none of the secrets in force, or the body was changed on its way.',
      fix: `The secret may be another endpoint’s: copy it again to ${words.secrets}. ${schemeFix(words)}`,
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
      fix: `If it is real, the key belongs to another account or environment: check ${words.apiKey}.`,
    },
    event_not_storable: {
      reason: 'It holds something that the database refuses to keep.',
      fix: 'Read the event from the API, and report what it holds.',
    },
    wrong_path: {
      reason: 'It was sent to a path that is not quite the right one.',
      fix: 'Register the endpoint again with the address that the page Doctor names.',
    },
    method_not_allowed: { reason: 'It was not sent with POST.', fix: 'Send events with POST.' },
    too_many_confirmations: {
      reason: 'The API was asked about too many deliveries in this minute.',
      fix: LATER,
    },
    confirmation_unavailable: { reason: 'The API could not be asked about it.', fix: LATER },
    storage_unavailable: { reason: 'The database could not keep it just now.', fix: LATER },
    internal_error: { reason: 'The app failed while it handled it.', fix: 'Look for the error in the log.' },
  }) satisfies Record<string, RefusalWords>;

/** The words for a code; of one that we do not know the code itself. */
export function refusalWords(code: string, words: SiteWords): RefusalWords {
  const refusals: Readonly<Record<string, RefusalWords>> = refusalsIn(words);
  const known = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  return known ?? { reason: `It was answered ${code}.`, fix: 'Look for it in the log.' };
}
