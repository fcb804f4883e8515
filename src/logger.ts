import { pino, type DestinationStream, type Logger } from 'pino';
import { REDACTED, redactorFor } from './policy-api/redact';

const redact = redactorFor([]);

/** JSON lines. Values that look like a key, a webhook secret or a tax id are blanked, wherever they come from. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: ['*.authorization', '*.tax_identification', '*.secret', 'err.config'],
      censor: REDACTED,
    },
    hooks: {
      streamWrite: (line: string) => redact(line),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
