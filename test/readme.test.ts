import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { envExample, READMES, withTables } from '../scripts/readme-tables';
import { PROJECT_ROOT } from '../lib/project-root';
import { MOST_AT_ONCE } from '../src/compliance/gate-routes';
import { EVENT_TYPES } from '../src/coverage/event-types';
import { STANDING_STATES } from '../src/coverage/standing-states';
import { MOST_REJECTED } from '../src/store/rejected-deliveries';
import { pathsUnder } from '../src/paths';
import { STEPS } from '../src/onboarding/journey/steps';

const read = (file: string) => readFileSync(path.join(PROJECT_ROOT, file), 'utf8');
const readme = read('README.md');
const contributing = read('CONTRIBUTING.md');
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/mounting.md',
  'docs/production.md',
  'docs/scaling.md',
  'docs/webhooks.md',
  'sandbox/README.md',
];
const packageJson = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** The formatter pads tables; their words are what counts. */
const folded = (text: string) => text.replace(/ {2,}/g, ' ').replace(/-{3,}/g, '---');

describe.each(DOCUMENTS)('%s', (document) => {
  const text = read(document);

  it('links only to files that are there', () => {
    const links = [...text.matchAll(/(?:\]\(|src="|srcset=")(?!http|#)([^)"\s]+)/g)].map(
      ([, target]) => target!,
    );
    const from = path.join(PROJECT_ROOT, path.dirname(document));
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((target) => !existsSync(path.join(from, target)))).toEqual([]);
  });

  it('names commands that exist', () => {
    const commands = [...text.matchAll(/npm (?:run )?(start|test|[a-z]+(?::[a-z]+)?)/g)].map(
      ([, name]) => name!,
    );
    expect(
      commands.filter((name) => name !== 'ci' && name !== 'run' && !(name in packageJson.scripts)),
    ).toEqual([]);
  });
});

describe('docs/webhooks.md', () => {
  const text = folded(read('docs/webhooks.md')).replace(/\s+/g, ' ');

  it.each([
    ['all 23 documented types', Object.keys(EVENT_TYPES).length === 23],
    ['the latest 200, without secrets', MOST_REJECTED === 200],
    ['five of a reason are kept in a minute', /SAMPLES = 5;\nconst PERIOD_MS = 60_000/],
    ['a thousand events are looked through', /LOOKED_THROUGH = 1000;/],
    ['the latest hundred are taken', /const PAGE = 100;/],
    ['_Try again_', /Try again<\/button>/],
    ['_Export these events as JSON lines_', /Export these events as JSON lines/],
    ['`--save .env`', /save: \{ type: 'string' \}/],
  ])('says %s, as the code has it', (claim, held) => {
    expect(text).toContain(claim);
    const code = [
      ...['src/event-log/rejection-log.ts', 'src/store/event-search.ts', 'src/coverage/sync.ts'],
      ...['views/events/detail.ejs', 'views/events/list.ejs', 'scripts/webhook-register.ts'],
    ].map(read);
    expect(typeof held === 'boolean' ? held : held.test(code.join('\n'))).toBe(true);
  });
});

describe('docs/mounting.md', () => {
  const text = read('docs/mounting.md').replace(/\s+/g, ' ');

  it.each([
    ['up to 100 questions', MOST_AT_ONCE === 100],
    ['`GET …/api/coverage?contractor=cn_…&job=jb_…`', pathsUnder('').gate === '/api/coverage'],
    ['`POST …/api/coverage/batch`', pathsUnder('').gateBatch === '/api/coverage/batch'],
    ['`max_age`, at most 3600', /LONGEST_AGE_SECONDS = 3_600;/],
    ['`contractor` answers them, before your session', /contractor\.use[^;]*keyOf\(req\)[^;]*machines\(/],
    ['- `hook`: `url` and `secret`', /^ {2}hook\?: HookSettings/m],
    ['- `dataDir`:', /^ {2}dataDir\?: string/m],
    ['`ask({ contractor, job, at, coverage })` of `gate`', /^ {2}gate: Pick<Gate, 'ask'>/m],
    ['up to 12 connections in each process', /CONNECTIONS = 10;.*RECEIVING = 2;/s],
    ['24 to 64 bytes as base64', /bytes >= 24 && bytes <= 64/],
    ['`npm run lift` overwrites nothing', /Nothing was copied: others are there already/],
    ['for about a day', /2 \* HOUR, 6 \* HOUR, 15 \* HOUR\]/],
  ])('says %s, as the code has it', (claim, held) => {
    expect(text).toContain(claim);
    const code = [
      ...['src/compliance/gate-routes.ts', 'src/compliance/hook/sender.ts'],
      ...['src/onboarding/options.ts', 'src/onboarding/create-onboarding.ts'],
      ...['src/store/postgres.ts', 'src/lib/hook-settings.ts', 'scripts/lift/carry.ts'],
    ].map(read);
    expect(typeof held === 'boolean' ? held : held.test(code.join('\n'))).toBe(true);
  });
});

describe('README', () => {
  it('walks the three guides, as the pages have them', () => {
    const words = readme.replace(/\s+/g, ' ');
    for (const said of ['**Repeat coverage.**', '**Automating compliance.**', 'one of thirteen states'])
      expect(words).toContain(said);
    expect(STANDING_STATES).toHaveLength(13);
    expect(words).toContain(`\`GET ${pathsUnder('').gate}?contractor=…&job=…\``);
    expect(read('views/contractors/page.ejs')).toContain('>New job<');
    const ways = ['views/layout/ways.ejs', 'views/compliance/ways.ejs'].map(read).join('');
    for (const title of ['Contractors', 'Compliance', 'Keys', 'Doctor']) {
      expect(words).toContain(`_${title}_`);
      expect(ways).toContain(`text: '${title}'`);
    }
  });

  it('is for the app, in under 250 lines', () => {
    expect(readme.split('\n').length).toBeLessThan(250);
  });

  it('names source files and folders that are there', () => {
    const named = [...readme.matchAll(/`((?:src|lib|sandbox|data)\/[\w./-]+)`/g)].map(
      ([, target]) => target!,
    );
    const made = ['data/', 'data/sandbox/'];
    expect(
      named.filter((target) => !made.includes(target) && !existsSync(path.join(PROJECT_ROOT, target))),
    ).toEqual([]);
  });

  it('names the areas that can be mutated', () => {
    const script = readFileSync(path.join(PROJECT_ROOT, 'scripts', 'mutate.mjs'), 'utf8');
    const areas = [...script.matchAll(/^ {2}(\w+): \{/gm)].map(([, name]) => name!);
    expect(areas).toHaveLength(8);
    const named = /The areas are (.+?)\.\n/s.exec(contributing)?.[1] ?? '';
    expect([...named.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(areas);
  });

  it.each(Object.entries(READMES))('%s has the tables %s as the code has them', (name, tables) => {
    const text = readFileSync(path.join(PROJECT_ROOT, name), 'utf8');
    expect(folded(text)).toBe(folded(withTables(text, tables)));
  });

  it('has an example of .env as the code has it', () => {
    expect(readFileSync(path.join(PROJECT_ROOT, '.env.example'), 'utf8')).toBe(envExample());
  });

  it('has the table of steps as the code has it', () => {
    const rows = STEPS.map(
      ({ id, title, creates }, index) =>
        `| ${index + 1} | ${title} | \`${creates}\` | [src/onboarding/${id}](src/onboarding/${id}/routes.ts) |`,
    );
    for (const row of rows) expect(folded(readme)).toContain(row);
  });

  it('quotes messages that the app really says', () => {
    const sources = ['src/config/rules.ts', 'lib/listen.ts', 'lib/folder-lock.ts', 'src/store/migrate.ts'];
    const code = [
      ...sources,
      'src/pages/errors.ts',
      'src/pages/page-errors.ts',
      'src/middleware/set-up-csrf.ts',
      'src/middleware/own-errors.ts',
      'sandbox/src/request.ts',
      'src/webhooks/schemes/scheme.ts',
      'src/webhooks/receive.ts',
      'src/webhooks/routes.ts',
    ]
      .map((file) => readFileSync(path.join(PROJECT_ROOT, file), 'utf8'))
      .join('\n');
    const quoted = [
      'has quotes around its value',
      'still holds a placeholder',
      'is in use by another program',
      'is in use by another process',
      'The database cannot be reached',
      'The database cannot be used just now',
      'Unexpected address',
      'The local sandbox does not answer to the host name',
      'This form was out of date',
      'The proxy does not say that you use https',
      'This request came from another site',
      'The application URL is on an unexpected host',
      'signature_mismatch',
      'timestamp_too_old',
      'event_not_confirmed',
    ];
    for (const text of quoted) {
      expect(readme).toContain(text);
      expect(code).toContain(text);
    }
  });
});
