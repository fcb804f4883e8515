import type { DestinationStream, Logger } from 'pino';
import { createJsonLogger } from '../lib/logger';
import { redactorFor } from './policy-api/redact';

/** The log of the app: what looks like a key, a webhook secret or a tax id is blanked, wherever it comes from. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return createJsonLogger(level, redactorFor([]), destination);
}
