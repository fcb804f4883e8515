import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { copyProject, type ProjectCopy } from '../support/project-copy';

const copies: ProjectCopy[] = [];
afterAll(() => copies.forEach((copy) => copy.remove()));

/** What a program says that does not start with this `.env`; null stands for a folder of that name. */
async function start(program: string, envFile: string | null): Promise<string[]> {
  const copy = copyProject();
  copies.push(copy);
  const file = path.join(copy.folder, '.env');
  if (envFile === null) mkdirSync(file);
  else writeFileSync(file, envFile);
  const { code, err } = await copy.run(program);
  expect(code).toBe(1);
  return err.replaceAll(copy.folder, '').trimEnd().split('\n');
}

test('a .env that is there is read or named, by the app and by the sandbox', async () => {
  const said = await Promise.all([
    start('src/server.ts', '# ours\nOPERATOR_PASSWORD=correcthorse#battery\n'),
    start('src/server.ts', "LOG_LEVEL='loud'\n"),
    start('sandbox/src/main.ts', null),
  ]);
  expect(said).toEqual([
    [
      'The file /.env has lines that can be misread:',
      expect.stringMatching(/^ {2}- line 2: OPERATOR_PASSWORD is cut at its #.*='…'$/),
    ],
    ['The settings are not right:', '  - LOG_LEVEL is not a log level. Example: LOG_LEVEL=info'],
    ['/.env is a folder. Settings are a file of that name: move it away.'],
  ]);
});
