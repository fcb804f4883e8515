import type { Logger } from 'pino';
import { createJsonLogger } from '../lib/logger';

/** The log of the sandbox, without keys and webhook secrets. Bodies never get there. */
export function createLogger(level: string): Logger {
  return createJsonLogger(level, (line) => line.replace(/\b(t9s?k|whsec)_[\w+/=-]+/g, '$1_[redacted]'));
}
