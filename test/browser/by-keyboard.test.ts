import { startApp, type TestApp } from '../support/harness';
import { uniqueEmail } from '../support/walk';
import { button, link } from './support/by-click';
import { Keyboard } from './support/by-keyboard';
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

const heading = (name: string | RegExp) => person.page.getByRole('heading', { name, exact: true }).waitFor();
const field = (label: string) =>
  person.page
    .locator('form')
    .filter({ has: button(person.page, 'Create and continue') })
    .getByLabel(label, { exact: true });

async function typeAddress(keyboard: Keyboard, line1: string, city: string, zip: string): Promise<void> {
  await keyboard.type(field('Street address'), line1);
  await keyboard.type(field('City'), city);
  await keyboard.choose(field('State'), 'Calif');
  await keyboard.type(field('ZIP code'), zip);
}

describe('the walk by keyboard alone', () => {
  it('can skip the header', async () => {
    const { page } = person;
    await page.keyboard.press('Tab');
    await page.locator('.pa-skip-link:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('main:focus').waitFor();
  });

  it('goes from the first form to the hosted application', async () => {
    const { page } = person;
    const keyboard = new Keyboard(page);
    await keyboard.press(button(page, 'Start an onboarding'));

    await heading('Who is the contractor?');
    await keyboard.type(field('First name'), 'Maya');
    await keyboard.type(field('Last name'), 'Okafor');
    // The Enter key in a field sends the form, and the answer takes the keyboard to what is wrong.
    await page.keyboard.press('Enter');
    await page.locator('.pa-error-summary:focus').waitFor();
    await keyboard.press(page.locator('.pa-error-summary a').first());
    await page.locator('input[name=email]:focus').waitFor();
    await page.keyboard.type(uniqueEmail().email);
    await keyboard.type(page.getByLabel('Phone'), '415-474-9088');
    await typeAddress(keyboard, '1 Kearny St', 'San Francisco', '94104');
    await page.keyboard.press('Enter');

    await heading('Which company is the work for?');
    await keyboard.type(field('Legal name'), 'Harbor Staffing, Inc');
    await typeAddress(keyboard, '500 Main St', 'Oakland', '94607');
    await keyboard.tick(page.getByLabel('General liability'));
    await keyboard.tick(page.getByLabel('Workers’ compensation'));
    await keyboard.press(button(page, 'Create and continue'));

    await heading('What is the job?');
    await keyboard.type(field('Name of the role'), 'Field technician');
    await keyboard.type(field('Description'), 'Install fiber optic cable.');
    await keyboard.tabTo(field('Category code'));
    await page.keyboard.press('ArrowDown');
    await keyboard.type(field('Wage'), '1,800');
    await keyboard.tick(page.getByLabel('Flat fee'));
    await typeAddress(keyboard, '500 Main St', 'Oakland', '94607');
    await keyboard.press(button(page, 'Create and continue'));

    await heading('What should be covered, and when?');
    await keyboard.press(button(page, 'Fetch a quote'));
    await heading('Quote');
    await keyboard.press(link(page, 'Continue to the application'));
    await heading('Hand over to the application');
    await keyboard.press(button(page, 'Create the application session'));
    await heading('The application is ready');
    await keyboard.press(link(page, 'Open the application'));
    await heading('Check your details');
  });

  it('goes through the hosted application and back', async () => {
    const { page } = person;
    const keyboard = new Keyboard(page);
    await keyboard.tick(page.getByLabel('These details are correct and they are mine'));
    await keyboard.press(button(page, 'Confirm and continue'));

    await heading('A few questions about your work');
    const answers = (part: string) => {
      const group = page.getByRole('group', { name: part });
      return [group.getByLabel('Yes', { exact: true }), group.getByLabel('No', { exact: true })] as const;
    };
    await keyboard.tick(answers('United States')[0]);
    await keyboard.second(...answers('explosives'));
    await keyboard.second(...answers('claims'));
    await keyboard.press(button(page, 'Continue'));

    await heading('Read and sign');
    await keyboard.type(page.getByLabel('Your full name'), 'Maya Okafor');
    await keyboard.tick(page.getByLabel('I have read the sample document and agree to it'));
    await keyboard.press(button(page, 'Sign and continue'));
    await heading('How you pay');
    await keyboard.press(button(page, 'Use this test card'));
    await heading('Review and finish');
    await keyboard.press(button(page, 'Finish and get covered'));
    await heading(/^You will be covered from/);
  });

  it('finds the onboarding with active coverage and looks at its calls', async () => {
    const { page } = person;
    const keyboard = new Keyboard(page);
    await page.goto('/?show=done');
    await keyboard.press(link(page, 'Maya Okafor'));
    await page.locator('.pa-cover .pa-tag--success', { hasText: 'Covered from' }).waitFor();
    const hood = page.locator('.pa-hood > summary');
    await keyboard.tabTo(hood);
    await page.keyboard.press('Space');
    await keyboard.press(page.locator('[data-hood-call]').first());
    await page.locator('[data-call-detail]', { hasText: '/api/v1/contractors' }).waitFor();
    await keyboard.tabTo(page.getByRole('button', { name: 'Copy as cURL' }).first());
    expect(person.problems).toEqual([]);
  });
});
