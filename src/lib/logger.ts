import { pino, type DestinationStream, type Logger } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

export const isLogLevel = (text: string): boolean => LOG_LEVELS.some((level) => level === text);

/** JSON lines, each without what `redact` takes out of it. */
export function createJsonLogger(
  level: string,
  redact: (line: string) => string,
  destination?: DestinationStream,
): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: ['*.authorization', '*.tax_identification', '*.secret', 'err.config'],
      censor: '[redacted]',
    },
    hooks: { streamWrite: redact },
  };
  return destination ? pino(options, destination) : pino(options);
}
