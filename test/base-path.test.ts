import express from 'express';
import { Person } from './support/browser-like';
import { startApp, until, type TestApp } from './support/harness';
import { finishApplication, walkTo } from './support/walk';

const BASE = '/insurance';
const PASSWORD = 'a long pass phrase';

let running: TestApp;
/** What was asked for beside the app: links, assets or redirects that forgot where it is. */
const strays: string[] = [];

beforeAll(async () => {
  running = await startApp({
    basePath: BASE,
    env: { OPERATOR_PASSWORD: PASSWORD, SESSION_SECRET: 'a secret of sixteen and more' },
  });
  const host = express();
  host.use(BASE, running.app.express);
  host.use((req, res) => {
    strays.push(req.originalUrl);
    res.status(404).end();
  });
  running.serve({ ...running.app, express: host });
});
afterAll(() => running.stop());

/** The addresses on a page that are of this server. */
function addressesOn({ page }: Person): string[] {
  const { $ } = page;
  return ['href', 'src', 'action', 'data-live-url']
    .flatMap((name) =>
      $(`[${name}]`)
        .toArray()
        .map((element) => $(element).attr(name) ?? ''),
    )
    .filter((address) => address.startsWith('/'));
}

const seen = new Set<string>();

test('below a path of another site, every link, asset, redirect and the live stream stay there', async () => {
  const operator = new Person(running.url, `${BASE}/`);
  await operator.open(`${BASE}/events`);
  await operator.submit(`${BASE}/sign-in`, { password: PASSWORD });
  expect(operator.page.path).toBe(`${BASE}/events`);

  const onboarding = await walkTo(operator, 'application');
  expect(onboarding).toMatch(/^\/insurance\/onboardings\/ob_\w+$/);
  await operator.submit(`${onboarding}/application`);
  const handOver = await operator.open(operator.hrefOf('Open the application'));
  const hosted = new URL(handOver.response.headers.location as string);
  const contractor = new Person(hosted.origin);
  await finishApplication(contractor, hosted.pathname);
  const back = contractor.page.path;
  expect(back).toMatch(/^\/insurance\/return\//);
  expect(running.log.join('')).not.toContain(back.split('/')[3]);

  const id = onboarding.slice(`${BASE}/onboardings/`.length);
  await until(async () => (await running.store.onboardings.find(id))?.coverage_state === 'active');
  await operator.open(onboarding);
  expect(operator.text).toContain('The contractor is covered from');
  const steps = ['contractor', 'entity', 'job', 'quote', 'application'].map(
    (step) => `${onboarding}/${step}`,
  );
  for (const path of [onboarding, ...steps, `${BASE}/`, `${BASE}/events`, `${BASE}/nothing`, back]) {
    await operator.open(path);
    addressesOn(operator).forEach((address) => seen.add(address));
  }
  expect([...seen].filter((address) => !address.startsWith(`${BASE}/`))).toEqual([]);

  const assets = [...seen].filter((address) => address.includes('/assets/'));
  expect(assets.length).toBeGreaterThan(10);
  for (const address of assets) {
    const { status, headers } = await fetch(running.url + address);
    expect([address, status, headers.get('cache-control')]).toEqual([address, 200, 'public, max-age=3600']);
  }
  const changes = `${running.url}${BASE}/changes?page=${id}@`;
  const stream = await fetch(changes, { headers: { cookie: operator.cookies } });
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  await stream.body?.cancel();

  await operator.open(`${BASE}/`);
  await operator.submit(`${BASE}/sign-out`);
  expect(operator.page.path).toBe(`${BASE}/sign-in`);
  expect(strays).toEqual([]);
});
