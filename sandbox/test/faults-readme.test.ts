import { readFileSync } from 'node:fs';
import path from 'node:path';
import { faultNames } from '../src/api-faults/schema';
import { runSandbox, type RunningSandbox } from './support/running-sandbox';

let sandbox: RunningSandbox;
beforeAll(async () => void (sandbox = await runSandbox()));
afterAll(() => sandbox.close());

const readme = readFileSync(path.resolve(__dirname, '../README.md'), 'utf8');
const section = readme.slice(readme.indexOf('## Faults and variants'));

/** The commands of the section: `curl -X METHOD ADDRESS -H "NAME: VALUE" -d 'BODY'`. */
const commands = [
  ...section.matchAll(/^curl -X (\w+) http:\/\/127\.0\.0\.1:4010(\S+) -H "([^:]+): ([^"]+)" -d '([^']+)'/gm),
];

const run = async ([, method, where, name, value, body]: RegExpMatchArray) => {
  const headers = { [name!]: value! };
  const response = await fetch(sandbox.url + where!, { method: method!, headers, body: body! });
  return {
    status: response.status,
    answer: await response.json(),
    sent: JSON.parse(body!) as object,
  };
};

test('the commands of the README work as written', async () => {
  expect(commands.map(([, , where]) => where)).toEqual([
    '/_sandbox/api-faults',
    '/_sandbox/webhook-faults',
    '/_sandbox/variants',
  ]);
  for (const command of commands) {
    const { status, answer, sent } = await run(command);
    expect(status).toBe(200);
    expect(answer).toMatchObject(sent);
  }
});

test('the README names every fault of the API', () => {
  const named = [...section.matchAll(/^\| `(\w+)` +\|/gm)].map(([, name]) => name);
  expect(named.slice(1)).toEqual(faultNames);
});

test('the page that the README names is there', async () => {
  expect(section).toContain('<http://127.0.0.1:4010/faults>');
  expect((await fetch(`${sandbox.url}/faults`)).status).toBe(200);
});
