import { PolicyApiError } from './errors';

/** For answers of the API that make a page better but are not needed. */
export async function orNull<Answer>(call: Promise<Answer>): Promise<Answer | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof PolicyApiError) return null;
    throw error;
  }
}
