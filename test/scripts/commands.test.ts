/** Each command says how it is used when it is asked, or asked for what it does not know. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';

const { scripts } = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const COMMANDS = ['demo', 'doctor', 'drift', 'lift', 'webhook:check', 'webhook:register', 'webhook:send'];
const START = ['--require', path.join(PROJECT_ROOT, 'bench/register.js')];

async function says(name: string, option: string) {
  const file = String(scripts[name]).replace('tsx ', '');
  const child = spawn(process.execPath, [...START, file, option], { cwd: PROJECT_ROOT });
  const said = { code: -1, out: '', err: '' };
  child.stdout.on('data', (part) => (said.out += String(part)));
  child.stderr.on('data', (part) => (said.err += String(part)));
  [said.code] = (await once(child, 'close')) as [number];
  return said;
}

test.each(COMMANDS)('%s says how it is used to whoever asks for what it does not know', async (name) => {
  const { code, err } = await says(name, '--nothing');
  expect(err).toMatch(`Unknown option '--nothing'\n\nnpm run ${name}`);
  expect(code).toBeGreaterThan(0);
});

test('whoever asks for help is no error', async () => {
  const out = expect.stringMatching('^npm run doctor') as string;
  expect(await says('doctor', '--help')).toEqual({ code: 0, out, err: '' });
});
