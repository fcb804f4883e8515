/**
 * Reads a file of settings, `NAME=value` line by line. What the file says and what is used are the same, or the line
 * is refused: the usual readers cut values at a #, take over-long quotes across lines and pass over what they do not
 * understand, all in silence.
 */
import { lstatSync, readFileSync } from 'node:fs';
import { StartError } from './start-error';

/** Thrown for a file that cannot be taken as it is. Its message names every line, and shows no value. */
export class EnvFileError extends StartError {}

/** Whether a setting may have this value. */
export type IsValue = (name: string, text: string) => boolean;

/**
 * The values of the file; none when it is not there. What stands behind a # with a space before it is a comment,
 * unless `isValue` says that all of it could be meant as the value.
 * @throws EnvFileError
 */
export function readEnvFile(file: string, isValue: IsValue): Record<string, string> {
  const values = new Map<string, { value: string; line: number }>();
  const problems: string[] = [];
  for (const [index, text] of readLines(file).entries()) {
    const line = index + 1;
    const read = readLine(text, isValue);
    if (read === null) continue;
    const before = 'value' in read ? values.get(read.name) : undefined;
    if ('problem' in read) problems.push(`line ${line}${read.problem}`);
    else if (before === undefined) values.set(read.name, { value: read.value, line });
    else if (before.value !== read.value) {
      problems.push(
        `line ${line}: ${read.name} has another value than on line ${before.line}. Keep one of them`,
      );
    }
    // The lines that follow may be meant as the rest of the value.
    if ('isOpen' in read) break;
  }
  if (problems.length === 0) return Object.fromEntries([...values].map(([name, { value }]) => [name, value]));
  const list = problems.map((problem) => `  - ${problem}`);
  throw new EnvFileError([`The file ${file} has lines that can be misread:`, ...list].join('\n'));
}

type Line = { name: string; value: string } | { problem: string; isOpen?: true };

/** Null for a comment and an empty line. */
function readLine(text: string, isValue: IsValue): Line | null {
  if (/^\s*(#|$)/.test(text)) return null;
  const [, name, rest] = /^\s*(?:export\s+)?([\w.-]+)\s*=(.*)$/.exec(text) ?? [];
  if (name === undefined || rest === undefined) {
    return { problem: ' is neither NAME=value nor a comment that begins with #' };
  }
  const whole = rest.trim();
  if (/^["'`]/.test(whole)) return readQuoted(name, whole);
  const [value = ''] = rest.split('#', 1);
  const isComment = /\s$/.test(value) && !isValue(name, whole);
  if (value === rest || isComment) return { name, value: value.trim() };
  const quote = QUOTES.find((one) => !whole.includes(one)) ?? '"';
  const fix = `Put its value in quotes, and a comment behind them: ${name}=${quote}…${quote}`;
  return { problem: `: ${name} is cut at its #. ${fix}` };
}

const QUOTES = ["'", '"', '`'];

function readQuoted(name: string, whole: string): Line {
  const end = whole.indexOf(whole.charAt(0), 1);
  if (end === -1) {
    const problem = `: ${name} has a quote that is not closed on its line. Write the value on one line`;
    return { problem, isOpen: true };
  }
  if (/^(\s+#.*)?$/.test(whole.slice(end + 1))) return { name, value: whole.slice(1, end) };
  const fix = 'Put the whole value in quotes of a kind that it does not hold';
  return { problem: `: ${name} has text behind its closing quote. ${fix}` };
}

function readLines(file: string): string[] {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return [];
  const bytes = readBytes(file);
  const isUtf16 = /^(fffe|feff)/.test(bytes.toString('hex', 0, 2)) || bytes.includes(0);
  try {
    if (isUtf16) throw new TypeError();
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).split(/\r\n|\n|\r/);
  } catch {
    const found = isUtf16 ? 'is in UTF-16' : 'is not in UTF-8';
    throw new EnvFileError(`The file ${file} ${found}. Save it as UTF-8.`);
  }
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR')
      throw new EnvFileError(`${file} is a folder. Settings are a file of that name: move it away.`);
    throw new EnvFileError(`The file ${file} cannot be read (${code}). Change its rights, or move it away.`);
  }
}
