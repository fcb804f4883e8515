import type { Locator, Page } from 'playwright-core';
import { uniqueEmail } from '../../support/walk';

/** The walk as somebody with a mouse does it: fields found by their labels, buttons and links by their text. */

export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true });
}

export function link(page: Page, name: string): Locator {
  return page.getByRole('link', { name, exact: true });
}

/** The form that creates something, where a page offers an existing object first. */
function creating(page: Page): Locator {
  return page.locator('form').filter({ has: page.getByRole('button', { name: 'Create and continue' }) });
}

async function fill(form: Locator, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values))
    await form.getByLabel(label, { exact: true }).fill(value);
}

/** Shows the fields of a form that are hardly ever filled in. */
export async function openMore(page: Page): Promise<void> {
  await page.locator('.pa-more > summary').click();
}

export async function startOnboarding(page: Page): Promise<void> {
  await button(page, 'Start an onboarding').click();
  await page.getByRole('heading', { name: 'Who is the contractor?' }).waitFor();
}

export async function createContractor(page: Page, lastName = 'Okafor'): Promise<void> {
  const form = creating(page);
  await fill(form, { 'First name': 'Maya', 'Last name': lastName, Email: uniqueEmail().email });
  await form.getByLabel('Phone').fill('415-474-9088');
  await openMore(page);
  await form.getByLabel('Tax id').fill('12-3456789');
  await fillAddress(form, { line1: '1 Kearny St', city: 'San Francisco', zip: '94104' });
  await button(page, 'Create and continue').click();
  await page.getByRole('heading', { name: 'Which company is the work for?' }).waitFor();
}

export async function createEntity(page: Page): Promise<void> {
  const form = creating(page);
  await fill(form, { 'Legal name': 'Harbor Staffing, Inc' });
  await fillAddress(form, { line1: '500 Main St', city: 'Oakland', zip: '94607' });
  await fill(form, { 'Aggregate limit': '2,000,000', 'Occurrence limit': '1,000,000' });
  await form.getByLabel('General liability').check();
  await form.getByLabel('Workers’ compensation').check();
  await button(page, 'Create and continue').click();
  await page.getByRole('heading', { name: 'What is the job?' }).waitFor();
}

export async function createJob(page: Page): Promise<void> {
  const form = creating(page);
  await fill(form, { 'Name of the role': 'Field technician', Description: 'Install fiber optic cable.' });
  await form.getByLabel('Category code', { exact: true }).selectOption({ index: 1 });
  await fill(form, { Wage: '1,800' });
  await form.getByLabel('Flat fee').check();
  await fillAddress(form, { line1: '500 Main St', city: 'Oakland', zip: '94607' });
  await button(page, 'Create and continue').click();
  await page.getByRole('heading', { name: 'What should be covered, and when?' }).waitFor();
}

export async function fetchQuote(page: Page): Promise<void> {
  await button(page, 'Fetch a quote').click();
  await page.getByRole('heading', { name: 'Quote', exact: true }).waitFor();
}

/** From the home page to the application that is ready. Gives back the onboarding's path. */
export async function walkToApplication(page: Page): Promise<string> {
  await startOnboarding(page);
  const path = new URL(page.url()).pathname.replace(/\/contractor$/, '');
  await createContractor(page);
  await createEntity(page);
  await createJob(page);
  await fetchQuote(page);
  await link(page, 'Continue to the application').click();
  await button(page, 'Create the application session').click();
  await page.getByRole('heading', { name: 'The application is ready' }).waitFor();
  return path;
}

async function fillAddress(
  form: Locator,
  address: { line1: string; city: string; zip: string },
): Promise<void> {
  await fill(form, { 'Street address': address.line1, City: address.city, 'ZIP code': address.zip });
  await form.getByLabel('State', { exact: true }).selectOption('CA');
}
