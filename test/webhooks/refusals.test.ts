import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { HOST_WORDS } from '../../src/pages/site-words';
import { refusalsIn, refusalWords } from '../../src/webhooks/refusals';

it('has words for each code that the webhook route answers with', () => {
  const read = (file: string) => readFileSync(path.join(PROJECT_ROOT, 'src/webhooks', file), 'utf8');
  const answered = [
    ...`${read('receive.ts')} ${read('routes.ts')}`.matchAll(/\b[45]\d\d, '(\w+)'/g),
    ...read('schemes/scheme.ts').matchAll(/^ {2}\| '(\w+)'/gm),
  ].map(([, code]) => code!);
  expect(answered.length).toBeGreaterThan(15);
  expect(Object.keys(refusalsIn(HOST_WORDS)).sort()).toEqual([...new Set(answered)].sort());
});

it('shows the code of an answer that it does not know', () => {
  expect(refusalWords('constructor', HOST_WORDS).reason).toBe('It was answered constructor.');
});
