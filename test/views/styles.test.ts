import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { classesOfScript, classesOfSelector, classesOfTemplate } from './support/classes';

/** A rule: what stands around it, its selector, and its declarations. */
interface Rule {
  file: string;
  around: string[];
  selector: string;
  declarations: string[];
}

const read = (file: string) =>
  readFileSync(path.join(PROJECT_ROOT, file), 'utf8').replace(/\/\*[^]*?\*\//g, '');
const folded = (text: string) => text.replace(/\s+/g, ' ').trim();

function rulesIn(file: string): Rule[] {
  const rules: Rule[] = [];
  const open: string[] = [];
  let text = '';
  for (const letter of read(file)) {
    if (letter === ';' && open.length === 0) text = '';
    else if (letter === '{') {
      open.push(folded(text));
      text = '';
    } else if (letter === '}') {
      const selector = open.pop() ?? '';
      const declarations = text.split(';').map(folded).filter(Boolean).sort();
      if (declarations.length > 0) rules.push({ file, around: [...open], selector, declarations });
      text = '';
    } else text += letter;
  }
  return rules;
}

const sheetsIn = (folder: string) =>
  readdirSync(path.join(PROJECT_ROOT, folder))
    .filter((name) => name.endsWith('.css'))
    .map((name) => `${folder}/${name}`);

const shared = sheetsIn('public/shared').flatMap(rulesIn);
const own = sheetsIn('public/styles').flatMap(rulesIn);
const sandbox = sheetsIn('sandbox/public').flatMap(rulesIn);

/** A rule as it takes effect, whatever layer and class it stands in. */
const effect = ({ around, selector, declarations }: Rule) => {
  const conditions = around.filter((line) => line.startsWith('@media'));
  return [...conditions, selector, ...declarations].join(' ');
};

const filesIn = (folder: string, ending: string) =>
  readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`);
const templates = () => filesIn('views', '.ejs');
const scripts = () => filesIn('public', '.js');

describe('the styles', () => {
  it('are all linked by the layout', () => {
    const layout = read('views/layout/head.ejs');
    const [, list = ''] = /const styles = \[([^\]]*)\]/.exec(layout) ?? [];
    const linked = [...list.matchAll(/'(\w+)'/g)].map(([, name]) => `public/styles/${name}.css`);
    expect([...linked].sort()).toEqual(sheetsIn('public/styles'));
    expect(linked.at(-1)).toBe('public/styles/print.css');
  });

  it('stand below one class and in named layers, so that those of a site around them stay apart', () => {
    expect(own.length).toBeGreaterThan(200);
    const outside = [...shared, ...own].filter(({ file, around, selector }) => {
      const all = [...around, selector];
      // A transition is of a whole page, and only linked where that is ours.
      if (file.endsWith('/motion.css')) return false;
      const isNamed =
        all.join(' ').includes('.policy-app)') || all.some((line) => /^@keyframes pa-/.test(line));
      return !all.some((line) => line.startsWith('@layer policy-app.')) || !isNamed;
    });
    expect(outside).toEqual([]);
  });

  it('and the templates and scripts name no class without our prefix', () => {
    const classes = [...shared, ...own].flatMap(({ around, selector }) =>
      [...around.filter((line) => !line.startsWith('@')), selector].flatMap(classesOfSelector),
    );
    const named = templates().flatMap((file) => classesOfTemplate(read(file)));
    const scripted = scripts().flatMap((file) => classesOfScript(read(file)));
    for (const found of [classes, named, scripted]) expect(found.length).toBeGreaterThan(5);
    const foreign = [...classes, ...named, ...scripted].filter((name) => !/^(pa-|policy-app$)/.test(name));
    expect(foreign).toEqual([]);
  });

  it('say nothing twice, in one program or in both', () => {
    const all = [...shared, ...own, ...sandbox];
    const seen = new Map<string, string>();
    const twice = all.flatMap((rule) => {
      const first = seen.get(effect(rule));
      seen.set(effect(rule), rule.file);
      return first === undefined ? [] : [`${first} and ${rule.file}: ${effect(rule)}`];
    });
    expect(twice).toEqual([]);
  });

  it('have in the order of the layers what comes later', () => {
    expect(folded(read('public/shared/base.css'))).toMatch(
      /^@layer policy-app\.tokens, policy-app\.base, policy-app\.layout, policy-app\.components, policy-app\.utilities, policy-app\.print;/,
    );
  });

  const css = [...sheetsIn('public/shared'), ...sheetsIn('public/styles')].map(read).join('\n');

  it('load nothing, from here or elsewhere', () => {
    expect(css).not.toMatch(/url\(|@import/);
  });

  it('define every custom property they use', () => {
    const used = new Set([...css.matchAll(/var\((--[\w-]+)/g)].map((match) => match[1]));
    const defined = new Set([...css.matchAll(/(--[\w-]+):/g)].map((match) => match[1]));
    expect([...used].filter((name) => !defined.has(name))).toEqual([]);
  });

  it('have each colour of the light scheme in the dark one too', () => {
    const declared = rulesIn('public/shared/tokens.css').flatMap(({ declarations }) => declarations);
    const inBoth = declared.filter((line) => /^--[\w-]+: light-dark\(#\w+, #\w+\)/.test(line));
    expect(inBoth.length).toBeGreaterThan(10);
    const inOne = declared.filter((line) => line.includes('#') && !inBoth.includes(line));
    expect(inOne.sort()).toEqual(['--brand: #3d4ec6', '--on-accent: #ffffff']);
  });
});
