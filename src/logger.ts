import { pino, type DestinationStream, type Logger } from 'pino';

/** JSON lines. Values that look like a key or a webhook secret are blanked, wherever they come from. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: {
      paths: ['*.authorization', '*.tax_identification', '*.secret', 'err.config'],
      censor: '[removed]',
    },
    hooks: {
      streamWrite: (line: string) => line.replace(/\b(t9s?k_(?:test|live)_|whsec_)[\w-]+/g, '$1[removed]'),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
