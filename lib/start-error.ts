/** An expected failure at the start. Its message says all there is to say: what is wrong and what to do. */
export class StartError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Ends a program that cannot start: expected failures are one clear line, anything else keeps its stack. */
export function giveUp(error: unknown): never {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`${error instanceof StartError ? message : (stack ?? message)}\n`);
  process.exit(1);
}
