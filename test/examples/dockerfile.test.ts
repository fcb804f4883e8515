import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { instructions, ofImage, type Instruction } from '../../sandbox/test/support/dockerfile';
import { freePort } from './support/example';

const folder = mkdtempSync(path.join(os.tmpdir(), 'image-'));
let child: ChildProcess | undefined;
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

// Whose registry npm asks is up to the machine.
const { INIT_CWD: _own, ...ofMachine } = process.env;
const env = { ...ofMachine, PATH: `${path.dirname(process.execPath)}:${process.env.PATH}` };

/** Does what the Dockerfile says, each stage in a folder of its own, and gives back that of the last. */
function build(): string {
  const stages = new Map<string, string>();
  let [root, place] = ['', ''];
  const steps: Record<string, (step: Instruction) => void> = {
    FROM: ({ words: [image, , name = 'image'] }) => {
      expect(image).toMatch(/^node:24-/);
      root = path.join(folder, name);
      stages.set(name, root);
    },
    WORKDIR: ({ text }) => mkdirSync((place = path.join(root, text)), { recursive: true }),
    COPY({ words, flags: { from } }) {
      const to = path.join(place, words.at(-1)!);
      for (const name of words.slice(0, -1)) {
        const source = path.join(from ? stages.get(from)! : PROJECT_ROOT, name);
        const into = /\/$/.test(to) || to === place ? path.join(to, path.basename(name)) : to;
        cpSync(source, into, { recursive: true });
      }
    },
    RUN({ text }) {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', text], { cwd: place, env, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${text}\n${stdout}\n${stderr}`);
    },
  };
  for (const step of instructions) steps[step.name]?.(step);
  return place;
}

test('what the Dockerfile says gives a sandbox that answers, is well, and stops when told', async () => {
  const place = build();
  expect(existsSync(path.join(place, 'node_modules/axios'))).toBe(false);
  expect(statSync(path.join(place, 'data')).mode & 0o777).toBe(0o777);
  const pairs = ofImage('ENV').flatMap(({ words }) =>
    words.map((word) => word.split('=') as [string, string]),
  );
  Object.assign(env, Object.fromEntries(pairs), { SANDBOX_PORT: String(await freePort()) });
  const [command, ...args] = ofImage('ENTRYPOINT')[0]!.words;
  const [checker, ...check] = JSON.parse(ofImage('HEALTHCHECK')[0]!.text.replace('CMD ', '')) as string[];
  const health = () => spawnSync(checker!, check, { cwd: place, env }).status;
  expect(health()).toBe(1);

  child = spawn(command!, [...args, '--json'], { cwd: place, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout!, 'data')) as [Buffer];
  const { url, api_key } = JSON.parse(String(said)) as { url: string; api_key: string };
  expect(health()).toBe(0);
  expect(existsSync(path.join(place, 'data/sandbox/sandbox.sqlite'))).toBe(true);
  const read = async (where: string) =>
    (await fetch(`${url}${where}`, { headers: { authorization: api_key } })).status;
  for (const where of ['/', '/docs', '/openapi.json', '/_assets/sandbox.css', '/api/v1/contractors']) {
    expect([where, await read(where)]).toEqual([where, 200]);
  }
  const seed = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
  expect((await fetch(`${url}/_sandbox/seed`, seed)).ok).toBe(true);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});
