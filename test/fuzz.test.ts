import fc from 'fast-check';
import { Person } from './support/browser-like';
import { anEvent, SECRET } from './support/deliveries';
import {
  crawl,
  fuzz,
  fuzzing,
  oddBytes,
  oddRequest,
  oddText,
  send,
  sendBytes,
  unsound,
  type Sent,
} from './support/fuzz';
import { startApp, until, type TestApp } from './support/harness';
import { finishApplication, walkTo } from './support/walk';
import { timestamped } from '../src/webhooks/schemes/timestamped';

let running: TestApp;
let person: Person;
beforeAll(async () => {
  running = await startApp();
  running.secrets.add(SECRET);
  person = new Person(running.url);
});
afterAll(() => running.stop());

/** An onboarding at each step and one that is covered, so that every page of the app has something to show. */
async function somethingAtEachStep(): Promise<string[]> {
  const paths = ['/'];
  for (const step of ['contractor', 'entity', 'job', 'quote', 'application'] as const)
    paths.push(await walkTo(person, step));
  const last = paths.at(-1) ?? '';
  await person.submit(`${last}/application`);
  const handOver = await person.open(person.hrefOf('Open the application'));
  const hosted = new URL(handOver.response.headers.location as string);
  await finishApplication(new Person(hosted.origin), hosted.pathname);
  await until(async () => (await person.open(last)).html.includes('Covered from'));
  return paths;
}

/** Events as the API sends them but for some of their attributes; with a good signature, mostly. */
const oddDelivery = fc
  .record({
    type: fc.constantFrom(
      'policy.active',
      'policy.cancelled',
      'application.complete',
      'contractor.updated',
      'x.y',
    ),
    changes: fc.dictionary(
      fc.constantFrom('id', 'type', 'created', 'data', 'object', 'livemode'),
      fc.jsonValue(),
    ),
    data: fc.dictionary(
      fc.oneof(fc.constantFrom('id', 'object', 'status', 'quote', 'contractor'), oddText),
      fc.jsonValue(),
    ),
    whole: fc.option(fc.jsonValue(), { freq: 8 }),
    secret: fc.constantFrom(SECRET, SECRET, SECRET, 'whsec_of_somebody_else'),
    bytes: fc.option(fc.uint8Array({ maxLength: 60 }), { freq: 8 }),
  })
  .map(({ type, changes, data, whole, secret, bytes }): Sent => {
    const event = whole ?? { ...anEvent({ type, data }), ...changes };
    const body = bytes ? Buffer.from(bytes) : Buffer.from(JSON.stringify(event));
    const headers = timestamped().sign(body, secret, Math.floor(Date.now() / 1000));
    return { method: 'POST', path: '/webhooks/1099policy', headers, body };
  });

test('whatever is sent to the app, its answer is whole and never its own failure, and it goes on', async () => {
  const from = await somethingAtEachStep();
  const headers = { cookie: person.cookies, origin: running.url };
  const site = await crawl(running.url, from, headers);
  const live = ({ path, headers: sent }: Sent) => /changes/.test(path) || sent.accept === 'text/event-stream';
  const request = fc
    .oneof({ weight: 4, arbitrary: oddRequest(site, headers) }, { weight: 1, arbitrary: oddDelivery })
    .filter((sent) => !live(sent));
  await fuzz(fuzzing('the app', 0.2), request, async (group) => {
    const answers = await Promise.all(group.map((sent) => send(running.url, sent)));
    expect(answers.map(unsound)).toEqual(group.map(() => []));
  });
  await fuzz(fuzzing('the app, by bytes', 0.02), oddBytes, async (group) => {
    const answers = await Promise.all(group.map((bytes) => sendBytes(running.url, bytes)));
    expect(answers.filter((answer) => /^HTTP\/1\.1 5(?!05)/.test(answer))).toEqual([]);
  });
  expect(running.log.filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
  await walkTo(new Person(running.url), 'application');
}, 120_000);
