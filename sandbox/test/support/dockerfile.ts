import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../../lib/project-root';

export interface Instruction {
  name: string;
  /** Flags such as `--from=build`, without the dashes. */
  flags: Readonly<Record<string, string>>;
  /** The rest of the line. */
  text: string;
  /** The rest as words: those of a JSON list, else what stands between spaces. */
  words: readonly string[];
}

const LINE = /^([A-Z]+)((?: --[\w-]+=\S+)*) (.*)$/;

const wordsOf = (text: string): string[] =>
  text.startsWith('[') ? (JSON.parse(text) as string[]) : text.split(' ');

/** The instructions of the sandbox's Dockerfile, each on a line of its own. */
export const instructions: readonly Instruction[] = readFileSync(
  path.join(PROJECT_ROOT, 'sandbox/Dockerfile'),
  'utf8',
)
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const [, name, flags, text] = LINE.exec(line) ?? [];
    if (name === undefined || text === undefined) throw new Error(`Not understood: ${line}`);
    const pairs = [...(flags ?? '').matchAll(/--([\w-]+)=(\S+)/g)].map(([, key, value]) => [key, value]);
    return { name, text, flags: Object.fromEntries(pairs) as Record<string, string>, words: wordsOf(text) };
  });

/** The instructions of this name, of the last stage: what the image is. */
export const ofImage = (name: string): Instruction[] =>
  instructions
    .slice(instructions.map((one) => one.name).lastIndexOf('FROM'))
    .filter((one) => one.name === name);
