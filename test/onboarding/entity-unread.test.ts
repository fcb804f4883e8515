import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';
import type { Fault } from '../support/proxy';
import { callSandbox } from '../support/sandbox-api';
import { walkTo } from '../support/walk';

let running: TestApp;
beforeAll(async () => {
  running = await startApp({ unregistered: true, maxRetries: 0, timeoutMs: 1000 });
});
afterEach(() => running.proxy.clear());
afterAll(() => running.stop());

const ticked = (person: Person) => person.page.$('[name=coverage_type]:checked').length;

describe('the quote page where the entity cannot be read', () => {
  it.each<[string, Fault, string]>([
    ['the API fails', { kind: 'html', status: 502 }, 'Wait a minute'],
    ['the connection is cut', { kind: 'reset' }, 'Check the network'],
    ['no answer comes', { kind: 'silence' }, 'Reload the page in a minute'],
  ])('says so when %s, and reads it on a retry', async (_name, fault, fix) => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'quote');
    running.proxy.fail('GET /entities/', fault);
    await operator.open(`${onboarding}/quote`);
    expect(operator.page.status).toBe(200);
    expect(operator.text).toContain('What Harbor Staffing, Inc requires could not be read');
    const advice = operator.page.$('.pa-api-error').text();
    expect(advice).toContain(fix);
    expect(advice).not.toMatch(/\b(form|key)\b/);
    expect(ticked(operator)).toBe(0);
    running.proxy.clear();
    await operator.follow('Try again');
    expect(operator.text).not.toContain('could not be read');
    expect(ticked(operator)).toBe(2);
  });

  it('says that the API does not know it any more, and leads there', async () => {
    const operator = new Person(running.url);
    const onboarding = await walkTo(operator, 'quote');
    const { entity_id: id } = (await running.store.onboardings.find(onboarding.split('/').pop()!))!;
    await callSandbox(running.sandbox, 'DELETE', `/entities/${id}`);
    await operator.open(`${onboarding}/quote`);
    expect(operator.page.$('.pa-api-error').text()).toContain('resource_not_found');
    expect(operator.text).toContain('What Harbor Staffing, Inc requires could not be read');
    expect(operator.hrefOf('the entity')).toBe(`${onboarding}/entity`);
  });
});

it('the advice on a form that got no answer is to send it again', async () => {
  const operator = new Person(running.url);
  const onboarding = await walkTo(operator, 'quote');
  running.proxy.fail('POST /quotes', { kind: 'silence' });
  await operator.submit(`${onboarding}/quote`, { coverage_type: ['general'] });
  expect(operator.page.$('.pa-api-error').text()).toContain(
    'what was carried out already is not carried out twice',
  );
});
