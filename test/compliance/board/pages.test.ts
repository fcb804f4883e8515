import { control } from '../../../sandbox/test/support/control';
import { Person } from '../../support/browser-like';
import { startApp, until, type TestApp } from '../../support/harness';
import { callSandbox } from '../../support/sandbox-api';
import { finishApplication, walkTo } from '../../support/walk';
import { uploadNamed } from '../../../sandbox/test/support/certificates';

const BOARD = '/compliance';

let running: TestApp;
let operator: Person;
/** One who is covered from tomorrow, and one in the middle of the application. */
let covered: { contractor: string; job: string };
let applying: { contractor: string; onboarding: string };

beforeAll(async () => {
  running = await startApp({ maxRetries: 0 });
  operator = new Person(running.url);
});
afterAll(() => running.stop());

const rowsOf = () =>
  operator.page
    .$('#board tbody tr')
    .toArray()
    .map((element) => operator.page.$(element).text().replace(/\s+/g, ' ').trim());
const open = async (query = '') => {
  await operator.open(BOARD + query);
  return operator.text;
};

async function apply(name: string): Promise<string> {
  const path = await walkTo(operator, 'application', { contractor: { first_name: name } });
  await operator.submit(`${path}/application`);
  return path.split('/').pop() ?? '';
}
const rowOf = async (id: string) => (await running.store.onboardings.find(id))!;

describe('the board', () => {
  it('says that there is nobody yet', async () => {
    expect(await open()).toContain('Nobody to cover yet');
  });

  it('shows every contractor and job with state, cover, job and one thing to do', async () => {
    const first = await rowOf(await apply('Priya'));
    await finishApplication(new Person(running.sandbox.url), `/apply/sandbox/${first.session_id}`);
    covered = { contractor: first.contractor_id!, job: first.job_id! };
    const second = await rowOf(await apply('Noor'));
    applying = { contractor: second.contractor_id!, onboarding: second.id };
    await until(async () => (await open()).includes('Covered from a later day 1'));
    const rows = rowsOf();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatch(
      /^Noor Okafor Field technician, Harbor Staffing, Inc Applying None proven .* Copy the link/,
    );
    expect(rows[1]).toMatch(
      /^Priya Okafor .* Covered from a later day \d+ \w+ to \d+ \w+ Starts \d+ \w+ Nothing to do/,
    );
    const share = operator.page.$('.pa-share').attr('aria-label');
    expect(share).toBe('Of 2: 1 covered, 1 on the way, 0 needs attention, 0 not covered');
  });

  it('draws how far onboardings get, and cover against jobs, and says both in words', async () => {
    const funnel = async () => {
      await open();
      return operator.page.$('.pa-funnel').text().replace(/\s+/g, ' ').trim();
    };
    // What an event tells of the contractor is there a moment before it is applied to the onboarding.
    await until(async () => (await funnel()).endsWith('Covered 1'));
    expect(await funnel()).toBe(
      'Started 2 Job described 2 Quoted 2 Link sent 2 Opened 1 Completed 1 Covered 1',
    );
    const { $ } = operator.page;
    const { session_id: session } = await rowOf(applying.onboarding);
    await control(running.sandbox, 'POST', `/applications/${session}/start`);
    await until(async () => (await open()).includes('Opened 2'));
    const lanes = $('svg[aria-label^="Priya Okafor, Field technician: job from"]');
    expect(lanes.attr('aria-label')).toContain('covered throughout');
    expect(lanes.find('.pa-bar-cover').length).toBe(1);
    expect($('svg[aria-label^="Noor Okafor"]').find('.pa-bar-gap').length).toBe(1);
    expect($('details[data-keep=lanes-table] tbody tr').length).toBe(2);
    await operator.open($('.pa-range a').first().attr('href') ?? '');
    expect(operator.page.status).toBe(200);
  });

  it('is narrowed by its counts and by a search', async () => {
    await open();
    await operator.follow(/^Applying 1$/);
    expect(rowsOf()).toEqual([expect.stringMatching(/^Noor/)]);
    expect(operator.text).toContain('Links for reminders');
    const { session } = await rowOf(applying.onboarding);
    expect(operator.text).toContain((JSON.parse(session!) as { url: string }).url);
    await open('?q=priya');
    expect(rowsOf()).toEqual([expect.stringMatching(/^Priya/)]);
    expect(await open('?q=nobody')).toContain('Nothing fits what you searched for.');
    expect(await open('?state=refused')).toContain('No job is of this state.');
  });

  it('comes as a file too', async () => {
    const answer = await fetch(`${running.url}/compliance.csv`);
    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const lines = (await answer.text()).trim().split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFF?contractor,contractor_id,job,job_id/);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain(`Priya Okafor,${covered.contractor},Field technician,${covered.job}`);
    const some = await (await fetch(`${running.url}/compliance.csv?state=applying`)).text();
    expect(some.trim().split('\r\n')).toHaveLength(2);
  });

  it('lists what waits for somebody, with a way to all of it', async () => {
    const { sandbox } = running;
    const now = Math.floor(Date.now() / 1000);
    await callSandbox(sandbox, 'POST', '/invoices', {
      ...covered,
      gross_pay: 100_000,
      paycycle_startdate: now,
      paycycle_enddate: now + 86_400,
    });
    const call = { url: sandbox.url, apiKey: sandbox.sandbox.apiKey } as never;
    const { id } = await uploadNamed(call, 'flagged.pdf', covered.contractor);
    await control(sandbox, 'POST', `/certificates/${id}/process`);
    await running.app.sync();
    // No event tells of an invoice that was made: the gate has the contractor read.
    await fetch(`${running.url}/api/coverage?contractor=${covered.contractor}`);
    await until(async () => /Certificates to review 1/.test(await open()));
    await until(async () => /Purchase orders missing 1/.test(await open()));
    expect(operator.text).toMatch(/Pending applications 1 Noor Okafor/);
    await operator.follow(/^Enter the numbers/);
    expect(operator.text).toMatch(/Priya Okafor in_/);
    await operator.open('/compliance/to-do/certificates');
    expect(operator.text).toContain(`Priya Okafor ${id}`);
    expect((await operator.open('/compliance/to-do/nothing')).status).toBe(404);
  });

  it('counts what waits for somebody, as far as a hundred', async () => {
    const { sql: db } = running.made.database;
    const [row] = await db.selectFrom('known_objects').selectAll().where('todo', '=', 'order').execute();
    const rows = Array.from({ length: 120 }, (_, index) => ({ ...row!, id: `in_x${index}` }));
    await db.insertInto('known_objects').values(rows.slice(0, 6)).execute();
    expect(await open()).toContain('Purchase orders missing 7 ');
    await db.insertInto('known_objects').values(rows.slice(6)).execute();
    expect(await open()).toContain('Purchase orders missing more than 99 ');
  });

  it('is paged, and holds in its pages and its file whatever there is', async () => {
    const { sql: db } = running.made.database;
    const [row] = await db.selectFrom('standings').selectAll().limit(1).execute();
    for (let count = 0; count < 60; count += 1)
      await db
        .insertInto('standings')
        .values({
          ...row!,
          contractor_id: `cn_x${count}`,
          sort_name: `person ${count}`,
          state: 'refused',
          urgency: 10,
        })
        .execute();
    const seen: string[] = [];
    await open('?state=refused');
    for (let pages = 0; pages < 5; pages += 1) {
      seen.push(...rowsOf());
      const next = operator.page.$('a[rel=next]').attr('href');
      if (!next) break;
      await operator.open(next);
    }
    expect(seen).toHaveLength(60);
    await operator.open(operator.page.$('a[rel=prev]').attr('href') ?? '');
    expect(rowsOf()).toHaveLength(25);
    const file = await (await fetch(`${running.url}/compliance.csv?state=refused`)).text();
    expect(file.trim().split('\r\n')).toHaveLength(61);
    expect((await operator.open('/compliance?after=nonsense&start=x&state=none')).status).toBe(200);
  });
});
