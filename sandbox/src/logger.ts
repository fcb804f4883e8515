import type { Logger } from 'pino';
import { createJsonLogger, logOutput } from '../../lib/logger';

/** What the parts of the sandbox need of a log. */
export interface SandboxLogger {
  info(fields: object, message?: string): void;
  warn(fields: object, message?: string): void;
  error(fields: object, message?: string): void;
}

/** The log of the sandbox, without keys and webhook secrets. Bodies never get there. */
export function createLogger(level: string, output: 'stdout' | 'stderr' = 'stdout'): Logger {
  const redact = (line: string) => line.replace(/\b(t9s?k|whsec)_[\w+/=-]+/g, '$1_[redacted]');
  return createJsonLogger(level, redact, logOutput(output));
}
