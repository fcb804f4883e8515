/** Who carries a part away has neither the settings nor the commands of this app: no text of the part names them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { PROJECT_ROOT } from '../../lib/project-root';
import { closureOf } from '../../scripts/lift/closure';
import { PARTS, type Part, type PartName } from '../../scripts/lift/parts';
import { SETTINGS } from '../../src/config/settings';
import { OWN_WORDS } from '../../src/own-words';
import { HOST_WORDS } from '../../src/pages/site-words';

const read = (file: string) => readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: object };

const OWN = new RegExp(
  [
    String.raw`\b(?:${Object.keys(SETTINGS).join('|')}|TEN99POLICY_\w+|SANDBOX_\w+)\b`,
    String.raw`\bnpm (?:run|start|test|ci)\b`,
    String.raw`\b(?:${Object.keys(scripts)
      .filter((name) => name.includes(':'))
      .join('|')})\b`,
    String.raw`(?<![\w.])\.env\b`,
  ].join('|'),
);

/** In samples of calls the key has a name that stands for wherever the reader keeps it. */
const KEY_IN_SAMPLES = /(?:\$|process\.env\.|os\.environ\[")TEN99POLICY_API_KEY\b/g;

/** What a program says: its texts, without comments. */
function textsOf(file: string, code = read(file)): string[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

const ownIn = (texts: readonly string[]): string[] =>
  texts.filter((text) => OWN.test(text.replace(KEY_IN_SAMPLES, '')));

const filesIn = (folder: string): string[] =>
  readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ejs|js)$/.test(name))
    .map((name) => path.posix.join(folder, name));

it.each(Object.keys(PARTS) as PartName[])('the part %s names nothing of this app', (name) => {
  const { entries, assets = [] }: Part = PARTS[name];
  const code = closureOf(entries).files.map((file) => [file, textsOf(file)] as const);
  const shown = assets.flatMap(filesIn).map((file) => {
    const text = read(file);
    return [
      file,
      file.endsWith('.js') ? textsOf(file, text) : text.replace(/<%#.*?%>/gs, '').split('\n'),
    ] as const;
  });
  const found = [...code, ...shown].flatMap(([file, texts]) =>
    ownIn(texts).map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});

it('would find a setting and a command, and no key of a sample', () => {
  const code =
    "// PUBLIC_URL\nconst a = [`set ${b} or PUBLIC_URL`, 'npm run doctor', 'in .env', `$TEN99POLICY_API_KEY`];";
  expect(ownIn(textsOf('a.ts', code))).toEqual([' or PUBLIC_URL', 'npm run doctor', 'in .env']);
});

it('has words of its own for each that a site has', () => {
  const said = (words: object) => Object.keys(words).sort();
  expect(said(OWN_WORDS)).toEqual(said(HOST_WORDS));
  const texts = Object.values(HOST_WORDS).filter((word) => typeof word === 'string');
  expect(ownIn([...texts, HOST_WORDS.register('URL')])).toEqual([]);
});
