import { entry, type Entry } from './explanation';

/** Codes any call can answer with. The page "Error codes" explains them, unless marked. */
export const generalCodes: Record<string, Entry> = {
  general_error: entry(
    'The API had a problem of its own',
    'Something failed inside the API, and it gave no closer reason. Your details are not the cause as far as it says.',
    'Wait a minute and try again. If it goes on, send the request id to 1099Policy.',
  ),
  database_operational_error: entry(
    'The API’s database had a problem',
    'The API could not read or write its data.',
    'Wait a minute and try again. If it goes on, send the request id to 1099Policy.',
  ),
  invalid_api_key: entry(
    'The API key was not accepted',
    'The API does not know the key, or the key belongs to the other environment.',
    ({ apiKey, environment }) =>
      'Copy the key again from the API Keys page of the dashboard, without quotes or spaces, set it as ' +
      `${apiKey}, check ${environment}, and start again.`,
  ),
  insufficient_permissions: entry(
    'The API key may not do this',
    'The API knows the key, but the key lacks the permission for this call.',
    'Use a key with more permissions, or ask 1099Policy to allow it for your account.',
  ),
  resource_not_found: entry(
    'The API does not know this object',
    'No object with this id exists in the account and environment of the key. It may have been deleted, or made ' +
      'with another key.',
    'Check that the key and the environment are the ones the object was made with, or create it again.',
  ),
  invalid_input: entry(
    'The API did not accept some of the details',
    'At least one value is missing, has the wrong form, or is out of range.',
    'Correct what the message of the API names, and send the form again.',
  ),
  bad_request: entry(
    'The API could not use the request',
    'A parameter is missing or wrong.',
    'Correct what the message of the API names, and send the form again.',
  ),
  // Known by name from the vendor's SDKs; the meaning is not documented; our reading.
  auth_token_expired: entry(
    'The access token has expired',
    'The API was called with a short-lived token that is no longer valid.',
    ({ apiKey }) => `Call with the secret API key (${apiKey}), or get a new token.`,
  ),
  // As above.
  no_tenant_found: entry(
    'The API key belongs to no organisation',
    'The API found no organisation for this key.',
    'Check on the dashboard that the organisation is set up, and copy the key again from there.',
  ),
};
