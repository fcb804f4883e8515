import { SCENARIOS } from '../../src/demo/scenarios/all';
import { SCENARIO_NAMES } from '../../src/demo/scenario';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';

let running: TestApp;
let person: Person;
beforeAll(async () => {
  running = await startApp({ ownsSandbox: true, maxRetries: 0 });
});
beforeEach(() => {
  person = new Person(running.url);
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const faults = async () => (await fetch(`${running.sandbox.url}/_sandbox/api-faults`)).json();
const strip = () => person.page.$('.pa-scene').text().replace(/\s+/g, ' ').trim();
const h1 = () => person.page.$('h1').text().trim();

/** Plays a scenario from the menu. Gives back where the operator is. */
async function play(name: string): Promise<string> {
  await person.open('/demo');
  await person.submit(`/demo/${name}`);
  expect(person.page.status).toBe(200);
  return person.page.path;
}

/** Presses what the strip offers. */
async function next(press: string): Promise<void> {
  expect(person.page.$('.pa-scene form').first().text().trim()).toBe(press);
  await person.submit('/demo/next');
  expect(person.page.status).toBe(200);
}

const who = () => running.store.onboardings;
const nameOf = async () => {
  const id = /ob_\w+/.exec(person.page.path)?.[0] ?? '';
  return ((await who().find(id))?.contractor_name ?? '').split(' ')[0] ?? '';
};

/** Each: where it leaves the operator, what is seen there, and what the presses lead to. */
const STORIES: Record<string, () => Promise<void>> = {
  async covered() {
    expect(await play('covered')).toMatch(/\/application$/);
    expect(person.text).toContain('The application is ready');
    const name = await nameOf();
    await next(`Let ${name} sign and pay`);
    expect(person.page.path).toMatch(/\/onboardings\/ob_\w+$/);
    expect(person.text).toMatch(/[Cc]overed (from|as of)/);
    expect(strip()).toContain('policy.active has come');
    expect(person.page.$('.pa-scene form[action="/demo/next"]')).toHaveLength(0);
  },
  async refused() {
    expect(await play('refused')).toMatch(/\/quote$/);
    expect(person.text).toMatch(/[Nn]ot eligible|[Ii]neligible|[Rr]efused/);
    await next('Offer general liability alone');
    expect(person.text).toContain('The application is ready');
    await next(`Let ${await nameOf()} sign and pay`);
    expect(person.text).toMatch(/[Cc]overed (from|as of)/);
  },
  async review() {
    expect(await play('review')).toMatch(/\/onboardings\/ob_\w+$/);
    expect(person.text).toMatch(/[Ii]n (manual )?review/);
    await next('Let a day pass');
    expect(strip()).toContain(`A day later the review was approved, then ${await nameOf()} signed and paid`);
    expect(person.text).toMatch(/[Cc]overed (from|as of)/);
  },
  async declined() {
    expect(await play('declined')).toMatch(/^\/contractors\//);
    expect(person.text).toContain('the card could not be charged, so it is not covered');
    await person.submit('/demo/next');
    expect(person.text).not.toContain('so it is not covered');
    expect(person.text).toContain('assignment.active, verified');
  },
  async resumed() {
    expect(await play('resumed')).toMatch(/\/application$/);
    expect(person.text).toContain('Signing the documents');
    await next(`Let ${await nameOf()} come back and finish`);
    expect(person.text).toMatch(/[Cc]overed (from|as of)/);
  },
  async expired() {
    expect(await play('expired')).toMatch(/\/application$/);
    expect(person.text).toMatch(/expired/i);
    await next('Make a new session');
    expect(person.text).toContain('The application is ready');
    await next(`Let ${await nameOf()} sign and pay`);
    expect(person.text).toMatch(/[Cc]overed (from|as of)/);
  },
  async 'webhook-lost'() {
    expect(await play('webhook-lost')).toMatch(/\/onboardings\/ob_\w+$/);
    expect(person.text).not.toMatch(/[Cc]overed (from|as of)/);
    await next('Read the events API');
    expect(person.text).toMatch(/[Cc]overed (from|as of)/);
  },
  async 'vendor-down'() {
    expect(await play('vendor-down')).toMatch(/\/quote$/);
    expect(person.page.$('.pa-api-error').text()).toContain('503');
    expect(await faults()).toHaveLength(1);
    await next('Let the API come back, and quote');
    expect(person.text).toContain('Eligible');
    expect(await faults()).toEqual([]);
    await next(`Let ${await nameOf()} apply, sign and pay`);
    expect(person.text).toMatch(/[Cc]overed (from|as of)/);
  },
  async returning() {
    expect(await play('returning')).toMatch(/\/assignments\//);
    expect(person.page.$('form[action$="/bind"]')).toHaveLength(1);
    await next('Bind it, and let the card be charged');
    expect(person.page.path).toMatch(/^\/contractors\/\w+$/);
    expect(person.text).toContain('pier 12');
  },
  async 'own-certificate'() {
    expect(await play('own-certificate')).toMatch(/\/certificates\//);
    expect(person.text).toContain('$950,000');
    await next('Let the reviewer approve it');
    expect(person.text).toMatch(/[Aa]pproved/);
  },
};

it.each(SCENARIO_NAMES)('%s is played from the press to its end', async (name) => {
  await STORIES[name]!();
  expect(h1()).not.toBe('');
  expect(strip()).toContain(SCENARIOS.find((one) => one.name === name)!.title);
});
