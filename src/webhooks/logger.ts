/** A logger of the pino kind: what is known as an object, then a sentence. */
export interface ObjectLogger {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/** A logger that takes a sentence, such as `console`. */
export interface TextLogger {
  info(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}

export type AnyLogger = ObjectLogger | TextLogger;

/** Any logger, as one of the pino kind. Those have `fatal` and `child`; all others get one line of text. */
export function toObjectLogger(logger: AnyLogger): ObjectLogger {
  return isObjectLogger(logger) ? logger : new LineLogger(logger);
}

/** Known again by its class, so that a logger may be handed on and never becomes a line of a line. */
class LineLogger implements ObjectLogger {
  private readonly lines: TextLogger;

  constructor(lines: TextLogger) {
    this.lines = lines;
  }

  info(fields: object, text: string): void {
    this.lines.info(lineOf(fields, text));
  }

  warn(fields: object, text: string): void {
    this.lines.warn(lineOf(fields, text));
  }

  error(fields: object, text: string): void {
    this.lines.error(lineOf(fields, text));
  }
}

function isObjectLogger(logger: AnyLogger): logger is ObjectLogger {
  if (logger instanceof LineLogger) return true;
  // Loggers of the winston kind may have both, and take a sentence first.
  return 'fatal' in logger && 'child' in logger && !('transports' in logger);
}

function lineOf(fields: object, text: string): string {
  const named = Object.entries(fields).map(([name, value]: [string, unknown]) => `${name}=${shown(value)}`);
  return [text, ...named].join(' ');
}

function shown(value: unknown): string {
  if (value instanceof Error) return value.stack ?? value.message;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
