import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { importsIn } from './closure';
import { toJavaScript } from './javascript';

/** How the host writes relative imports. */
export type Endings = 'none' | 'js' | 'ts';

export interface CarryOptions {
  endings: Endings;
  /** Plain JavaScript instead of TypeScript. */
  js: 'cjs' | 'esm' | null;
}

/** What a relative import ends with in the host. */
export function endingOf({ endings, js }: CarryOptions): string {
  if (js) return js === 'esm' ? '.js' : '';
  return endings === 'none' ? '' : `.${endings}`;
}

/** Where a file stands in the host: folders of helpers are one, and `src` is left out. */
export function placeOf(file: string): string {
  return file.replace(/^src\//, '');
}

interface Written {
  place: string;
  text: string;
}

/**
 * Copies files into a folder, and folders of other things as they are. Nothing is written where something would be
 * overwritten. Gives back where they are.
 * @throws Error that names what is in the way
 */
export async function carry(
  files: readonly string[],
  assets: readonly string[],
  folder: string,
  options: CarryOptions,
): Promise<string[]> {
  const written = (await Promise.all(files.map((file) => translate(file, options)))).flat();
  const places = [...written.map(({ place }) => place), ...assets];
  const twice = places.find((place, index) => places.indexOf(place) !== index);
  if (twice !== undefined) throw new Error(`Two files would both be ${twice}.`);
  const inTheWay = [
    ...written
      .filter(({ place, text }) => isBelowFile(folder, place) || isAnother(path.join(folder, place), text))
      .map(({ place }) => place),
    ...assets.filter((place) => filesBelow(place).some((file) => isOther(folder, file))),
  ];
  if (inTheWay.length > 0) {
    throw new Error(`Nothing was copied: others are there already.\n  ${inTheWay.join('\n  ')}`);
  }
  for (const { place, text } of written) {
    mkdirSync(path.dirname(path.join(folder, place)), { recursive: true });
    writeFileSync(path.join(folder, place), text);
  }
  for (const asset of assets) {
    cpSync(path.join(PROJECT_ROOT, asset), path.join(folder, asset), { recursive: true });
  }
  return places.sort();
}

/** Whether something else is there. What an earlier part brought along is the same. */
function isAnother(file: string, text: string): boolean {
  const there = lstatSync(file, { throwIfNoEntry: false });
  return there !== undefined && !(there.isFile() && readFileSync(file, 'utf8') === text);
}

/** An asset: a file, or all files of a folder. */
function filesBelow(asset: string): string[] {
  const place = path.join(PROJECT_ROOT, asset);
  if (statSync(place).isFile()) return [asset];
  return readdirSync(place).flatMap((name) => filesBelow(path.join(asset, name)));
}

/** Whether a file of an asset is there with something else in it. */
function isOther(folder: string, file: string): boolean {
  const there = lstatSync(path.join(folder, file), { throwIfNoEntry: false });
  if (there === undefined) return false;
  return (
    !there.isFile() ||
    !readFileSync(path.join(folder, file)).equals(readFileSync(path.join(PROJECT_ROOT, file)))
  );
}

/** Whether a file stands where a folder is needed. */
function isBelowFile(folder: string, place: string): boolean {
  let way = path.dirname(path.join(folder, place));
  while (!existsSync(way)) way = path.dirname(way);
  return !statSync(way).isDirectory();
}

/** A file as the host has it; none when nothing but types would be left of it. */
async function translate(file: string, options: CarryOptions): Promise<Written[]> {
  const source = readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
  if (!file.endsWith('.ts')) return [{ place: placeOf(file), text: source }];
  const text = withEndings(source, file, endingOf(options));
  const { js } = options;
  if (!js) return [{ place: placeOf(file), text }];
  const program = await toJavaScript(text, js);
  return program === null ? [] : [{ place: placeOf(file).replace(/\.ts$/, '.js'), text: program }];
}

/** The text with its relative imports as they are in the host. */
function withEndings(text: string, file: string, ending: string): string {
  return importsIn(text)
    .filter(({ name }) => name.startsWith('.'))
    .reverse()
    .reduce((rest, { name, start, end }) => {
      const from = path.dirname(placeOf(file));
      const target = placeOf(path.join(path.dirname(file), name));
      const way = path.join(path.relative(from, path.dirname(target)), path.basename(target));
      const own = `${way.startsWith('.') ? '' : './'}${way}${way.endsWith('.js') ? '' : ending}`;
      return `${rest.slice(0, start)}${own}${rest.slice(end)}`;
    }, text);
}
