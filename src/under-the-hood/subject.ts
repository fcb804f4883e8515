import type { ApiCall } from '../policy-api/calls';

/** What calls are of that are of no onboarding and of no contractor. */
export const APP = 'app';

type Called = Pick<ApiCall, 'path' | 'requestBody' | 'responseBody'>;

/** The id of the contractor whom a call is about, as far as it says; `APP` where it does not. */
export function subjectOf({ path, requestBody, responseBody }: Called): string {
  const { pathname, searchParams } = new URL(path, 'http://localhost');
  const named = /\/contractors\/([\w-]+)/.exec(pathname)?.[1] ?? searchParams.get('contractor');
  return named ?? contractorIn(requestBody) ?? contractorIn(responseBody) ?? APP;
}

/** Objects name their contractor by its id, or hold the whole of it. */
function contractorIn(body: unknown): string | null {
  const contractor = fieldOf(body, 'contractor');
  const id = fieldOf(contractor, 'id') ?? contractor;
  return typeof id === 'string' && id !== '' ? id : null;
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
