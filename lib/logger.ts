import { pino, type DestinationStream, type Logger } from 'pino';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

export const isLogLevel = (text: string): boolean => LOG_LEVELS.some((level) => level === text);

/** JSON lines, each without what `redact` takes out of it. */
export function createJsonLogger(
  level: string,
  redact: (line: string) => string,
  destination: DestinationStream = logOutput('stdout'),
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
  return pino(options, destination);
}

/** How much is kept for an output that takes nothing at the moment. */
const MOST_KEPT = 1024 * 1024;

/** A log that cannot be written, as its disk is full or its reader is gone, is no reason to end. */
export function logOutput(name: 'stdout' | 'stderr'): DestinationStream {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  const output = pino.destination({ dest: process[name].fd, sync: true, maxLength: MOST_KEPT });
  output.on('error', () => undefined);
  return output;
}
