import { startApp, type TestApp } from '../support/harness';
import { button } from './support/by-click';
import { handOver } from './support/hand-over';
import { inspect } from './support/inspect';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
const isGood = async (name: string) => expect(await inspect(person.page, name)).toEqual([]);
const heading = (name: string) => person.page.getByRole('heading', { name, exact: true }).waitFor();

describe('the inspection itself', () => {
  beforeAll(async () => {
    running = await startApp();
    person = await visit(running);
  });
  afterAll(async () => {
    await person.leave();
    await running.stop();
  });

  it('sees what is not accessible, too wide, refused by the policy, or from elsewhere', async () => {
    await person.page.evaluate(`document.querySelector('main').innerHTML =
      '<img src="http://elsewhere.example/x.png" width="700" height="20"><p style="color: red">Text</p>' +
      '<p class="pale">Seen in the dark, on a phone</p>'`);
    await person.page.evaluate(`(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('@media (prefers-color-scheme: dark) and (width < 350px) { .pale { color: #333; } }');
      document.adoptedStyleSheets = [sheet];
    })()`);
    const faults = (await inspect(person.page, 'broken-on-purpose')).join('\n');
    expect(faults).toContain('image-alt');
    expect(faults).toContain('wider than the screen');
    expect(faults.match(/^.*color-contrast.*pale/gm)).toEqual([
      expect.stringContaining('broken-on-purpose, 320 px, dark: color-contrast'),
    ]);
    const problems = person.problems.join('\n');
    expect(problems).toContain('CSP: img-src refused http://elsewhere.example/x.png');
    expect(problems).toContain('CSP: style-src-attr refused');
  });
});

describe('long lists', () => {
  beforeAll(async () => {
    running = await startApp();
    await fillLists();
    person = await visit(running);
  });
  afterAll(async () => {
    await person.leave();
    await running.stop();
  });

  async function fillLists(): Promise<void> {
    const { onboardings, events } = running.store;
    await handOver(running, { contractor: { last_name: 'Featherstonehaugh-Wolfeschlegelsteinhausen' } });
    for (let row = 1; row <= 30; row += 1) {
      await onboardings.create(`row-${row}`, `token-${row}`);
      await onboardings.update(`row-${row}`, {
        contractor_name: `Maya Okafor the ${row}th`,
        entity_name: 'Harbor Staffing, Inc',
      });
    }
    const event = {
      created: 1_795_000_000,
      quoteId: null,
      policyId: null,
      sharedId: null,
      contractorId: null,
    };
    const rows = Array.from({ length: 30 }, (_, row) => ({
      ...event,
      key: `ev_row${row}`,
      id: `ev_row${row}`,
      type: 'contractor.updated',
      objectId: `cn_row${row}`,
      verified: 'signature' as const,
      delivered: true,
      body: '{}',
      receivedAt: 1_795_000_000_000 + row,
    }));
    await events.record(rows);
    for (let entity = 1; entity <= 30; entity += 1) await createEntity(`Company number ${entity}`);
  }

  async function createEntity(name: string): Promise<void> {
    const answer = await fetch(`${running.sandbox.url}/api/v1/entities`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${running.sandbox.sandbox.apiKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ name }),
    });
    expect(answer.status).toBeLessThan(300);
  }

  it.each([
    ['home-full', '/?show=waiting'],
    ['events-full', '/events'],
    ['entity-existing', '/onboardings/row-1/entity'],
  ])('%s, and the page after it', async (name, path) => {
    const { page } = person;
    if (name === 'entity-existing')
      await running.store.onboardings.update('row-1', { contractor_id: 'cn_1' });
    await page.goto(path);
    const next = page.locator('a[rel=next]');
    await next.waitFor();
    await isGood(name);
    await next.click();
    await page.locator('a[rel=prev]').waitFor();
    await isGood(`${name}-next`);
    expect(person.problems.splice(0)).toEqual([]);
  });
});

describe('with an operator password', () => {
  beforeAll(async () => {
    running = await startApp({ env: { OPERATOR_PASSWORD: 'a long pass phrase' }, maxRetries: 0 });
    person = await visit(running);
  });
  afterAll(async () => {
    await person.leave();
    await running.stop();
  });

  it('signs in, and out again', async () => {
    const { page } = person;
    await heading('Sign in');
    await isGood('sign-in');
    await page.getByLabel('Operator password').fill('not the pass phrase');
    await button(page, 'Sign in').click();
    await heading('There is a problem');
    await isGood('sign-in-errors');
    await page.getByLabel('Operator password').fill('a long pass phrase');
    await button(page, 'Sign in').click();
    await heading('Onboardings');
    await isGood('home-signed-in');
    const other = await person.tab('/events');
    await other.getByText('Live: this page follows changes by itself.').waitFor();
    await button(page, 'Sign out').click();
    await heading('Sign in');
    await other.getByText('This page no longer follows changes. Reload it.').waitFor();
    await other.close();
    expect(person.problems).toEqual([]);
  });

  it('shows pages of errors', async () => {
    const { page } = person;
    await page.getByLabel('Operator password').fill('a long pass phrase');
    await button(page, 'Sign in').click();
    await heading('Onboardings');
    const { page: form } = person;
    await form.context().clearCookies();
    await button(page, 'Start an onboarding').click();
    await page.locator('h1').waitFor();
    await isGood('form-out-of-date');
    expect(person.problems).toEqual([]);
  });
});

describe('when the API fails', () => {
  beforeAll(async () => {
    running = await startApp({ maxRetries: 0 });
    person = await visit(running);
  });
  afterAll(async () => {
    await person.leave();
    await running.stop();
  });

  it('says so on the onboarding and in place of the application', async () => {
    const { page } = person;
    const { path } = await handOver(running);
    running.proxy.fail('GET /', { kind: 'html', status: 502 });
    await page.goto(path);
    await isGood('overview-api-failed');
    await page.goto(`${path}/application/open`);
    await page.locator('h1').waitFor();
    await isGood('application-api-failed');
    expect(person.problems).toEqual([]);
  });
});
