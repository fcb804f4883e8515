import { startApp, type TestApp } from '../support/harness';
import { button } from './support/by-click';
import { handOver, returnPath, type HandedOver } from './support/hand-over';
import {
  answerQuestions,
  completeApplication,
  confirmDetails,
  finish,
  giveCard,
  sign,
} from './support/hosted';
import { inspect } from './support/inspect';
import { visit, type Visit } from './support/visit';

let running: TestApp;
let person: Visit;
beforeAll(async () => {
  running = await startApp();
  person = await visit(running);
});
afterAll(async () => {
  await person.leave();
  await running.stop();
});
afterEach(() => {
  running.proxy.clear();
  expect(person.problems.splice(0)).toEqual([]);
});

const isGood = async (name: string) => expect(await inspect(person.page, name)).toEqual([]);
const heading = (name: string) => person.page.getByRole('heading', { name, exact: true }).waitFor();

/** Sends a page of the hosted application as it is, and looks at what it says is wrong. */
async function isGoodWithErrors(name: string, press: string): Promise<void> {
  await button(person.page, press).click();
  await heading('There is a problem');
  await isGood(`${name}-errors`);
}

async function expire({ id }: HandedOver): Promise<void> {
  const onboarding = await running.store.onboardings.find(id);
  const answer = await fetch(
    `${running.sandbox.url}/api/v1/apply/sessions/${onboarding!.session_id}/expire`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${running.sandbox.sandbox.apiKey}` },
    },
  );
  expect(answer.status).toBe(200);
}

describe('the pages of the local sandbox', () => {
  it('its own page, with nothing in it', async () => {
    await person.page.goto(running.sandbox.url);
    await isGood('sandbox-empty');
    await person.page.goto(`${running.sandbox.url}/nothing-here`);
    await isGood('sandbox-not-found');
    await person.page.goto(`${running.sandbox.url}/apply/sandbox/ias_nothing`);
    await isGood('hosted-not-found');
  });

  it('each step of the hosted application, also with errors', async () => {
    const { page } = person;
    const { hosted } = await handOver(running);
    await page.goto(hosted.href);
    await isGood('hosted-1-verify-info');
    await isGoodWithErrors('hosted-1-verify-info', 'Confirm and continue');
    await confirmDetails(page);
    await isGood('hosted-2-questions');
    await isGoodWithErrors('hosted-2-questions', 'Continue');
    await answerQuestions(page);
    await heading('Read and sign');
    await isGood('hosted-3-signature');
    await isGoodWithErrors('hosted-3-signature', 'Sign and continue');
    await sign(page);
    await heading('How you pay');
    await isGood('hosted-4-card');
    await page.getByLabel('Test card number').fill('4000 0000 0000 0002');
    await isGoodWithErrors('hosted-4-card', 'Use this test card');
    // What the error is about is not in the field any more, and nothing else stands there as if it were.
    expect(await page.getByLabel('Test card number').inputValue()).toBe('');
    await giveCard(page);
    await heading('Review and finish');
    await isGood('hosted-5-review');
    await finish(page);
    await page.goto(hosted.href);
    await heading('You’ve successfully signed up for coverage');
    await isGood('hosted-6-complete');
    await page.goto(running.sandbox.url);
    await isGood('sandbox');
  });

  it('the other endings', async () => {
    const { page } = person;
    const refused = await handOver(running);
    await page.goto(refused.hosted.href);
    await confirmDetails(page);
    await answerQuestions(page, 'explosives');
    await page.waitForURL(/\/return\//);
    await page.goto(refused.hosted.href);
    await heading('We can’t offer you this coverage');
    await isGood('hosted-6-ineligible');
    const late = await handOver(running);
    await expire(late);
    await page.goto(late.hosted.href);
    await heading('This application has expired');
    await isGood('hosted-6-expired');
    await page.goto(`${late.path}/application`);
    await heading('The application session has expired');
    await isGood('application-expired');
  });

  it('a form of another browser', async () => {
    const { page } = person;
    const { hosted } = await handOver(running);
    await page.goto(hosted.href);
    await page.context().clearCookies();
    await button(page, 'Confirm and continue').click();
    await heading('Please open the page again');
    await isGood('hosted-refused');
  });
});

describe('the way back', () => {
  const back = async (made: HandedOver, outcome: 'success' | 'cancel') =>
    person.page.goto(await returnPath(running, made.id, outcome));

  it('return pages of an application that is not finished', async () => {
    const made = await handOver(running);
    await back(made, 'success');
    await heading('Your application is not finished yet');
    await isGood('return-not-finished');
    await back(made, 'cancel');
    await heading('You left the application');
    await isGood('return-left');
    running.proxy.fail('GET /apply/sessions', { kind: 'reset' });
    await back(made, 'success');
    await heading('We could not check your application just now');
    await isGood('return-unknown');
    running.proxy.clear();
    await expire(made);
    await back(made, 'cancel');
    await heading('Your application has expired');
    await isGood('return-expired');
  });

  it.each([
    ['issuing', 'Your application is complete'],
    ['in_review', 'Your application is being reviewed'],
    ['refused', 'You could not be insured for this job'],
    ['cancelled', 'Your coverage was cancelled'],
  ])('return page when the coverage is %s', async (state, words) => {
    const id = `return-${state}`;
    await running.store.onboardings.create(id, `token-${state}`);
    await running.store.onboardings.update(id, { coverage_state: state });
    await person.page.goto(`/return/token-${state}/success`);
    await heading(words);
    await isGood(`return-${state}`);
    await person.page.goto(`/onboardings/${id}`);
    await isGood(`overview-${state}`);
  });

  it('the pages of an onboarding with active coverage', async () => {
    const { page } = person;
    const made = await handOver(running);
    await page.goto(made.hosted.href);
    await completeApplication(page);
    await back(made, 'success');
    await person.page.getByRole('heading', { name: 'You will be covered from' }).waitFor();
    await isGood('return-active');
    await page.goto(made.path);
    await page.locator('.pa-cover .pa-tag--success', { hasText: 'Covered from' }).waitFor();
    await isGood('overview-active');
    await page.goto(`${made.path}/quote`);
    await isGood('quote-settled');
    await page.goto(`${made.path}/application`);
    await heading('The application is complete');
    await isGood('application-complete');
    await page.goto('/?show=done');
    await isGood('home-done');
    await page.goto('/events?type=policy.active');
    await isGood('events-filtered');
    await page.getByRole('link', { name: 'Policy issued' }).first().click();
    await heading('Policy issued');
    await isGood('event');
  });
});
