/** What the commands of this project share: `--help`, words they do not know, and failures that say their cause. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** The words of a command cannot be understood; the message says how it is used. */
export class UsageError extends Error {
  constructor(problem: string, usage: string) {
    super(`${problem}\n\n${usage}`);
  }
}

/** Somebody asked how the command is used: the message says it. */
class HelpAsked extends Error {}

/**
 * The options behind a command, and the other words where it takes any.
 * @throws UsageError, and what `runCommand` prints for `--help`
 */
export function readWords<const Options extends NonNullable<ParseArgsConfig['options']>>(
  usage: string,
  args: readonly string[],
  options: Options,
  allowPositionals = true,
) {
  if (args.includes('--help') || args.includes('-h')) throw new HelpAsked(usage);
  try {
    return parseArgs({ args: [...args], options, allowPositionals });
  } catch (error) {
    // What Node says besides is about its own rules.
    throw new UsageError((error as Error).message.split('. ')[0] ?? '', usage);
  }
}

/**
 * Runs a command with the words behind it. It ends with the code that it gives back (0 without one), and with 1, or the
 * code that `codeOf` has for it, after an error, whose message is printed.
 */
export async function runCommand(
  main: (args: string[]) => Promise<number | void>,
  codeOf: (error: unknown) => number = () => 1,
): Promise<void> {
  try {
    process.exitCode = (await main(process.argv.slice(2))) ?? process.exitCode ?? 0;
  } catch (error) {
    if (error instanceof HelpAsked) return console.log(error.message);
    process.exitCode = codeOf(error);
    console.error(error instanceof Error ? error.message : error);
  }
}
