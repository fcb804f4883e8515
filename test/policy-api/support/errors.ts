import { PolicyApiError, type PolicyApiErrorDetails } from '../../../src/policy-api/errors';

/** The error a promise is rejected with; fails the test when it is not a PolicyApiError. */
export async function apiErrorOf(promise: Promise<unknown>): Promise<PolicyApiError> {
  const error: unknown = await promise.then(
    () => new Error('the call succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof PolicyApiError)) throw error;
  return error;
}

export function apiError(details: Partial<PolicyApiErrorDetails>): PolicyApiError {
  const place = { method: 'POST', path: '/api/v1/quotes' };
  return new PolicyApiError({ kind: 'answer', status: 400, message: 'No.', ...place, ...details });
}
