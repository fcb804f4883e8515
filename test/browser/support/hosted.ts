import type { Page } from 'playwright-core';
import { button, link } from './by-click';

/** The contractor's part by click: the pages of the local sandbox's hosted application. */

export async function confirmDetails(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Check your details' }).waitFor();
  await page.getByLabel('These details are correct and they are mine').check();
  await button(page, 'Confirm and continue').click();
  await page.getByRole('heading', { name: 'A few questions about your work' }).waitFor();
}

/** `otherwise` is part of the one question that is not answered harmlessly. */
export async function answerQuestions(page: Page, otherwise?: string): Promise<void> {
  const harmless = { 'United States': 'Yes', explosives: 'No', claims: 'No' };
  for (const [part, answer] of Object.entries(harmless)) {
    const turned = part === otherwise ? (answer === 'Yes' ? 'No' : 'Yes') : answer;
    await page.getByRole('group', { name: part }).getByLabel(turned, { exact: true }).check();
  }
  await button(page, 'Continue').click();
}

export async function sign(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Read and sign' }).waitFor();
  await page.getByLabel('Your full name').fill('Maya Okafor');
  await page.getByLabel('I have read the sample document and agree to it').check();
  await button(page, 'Sign and continue').click();
}

export async function giveCard(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'How you pay' }).waitFor();
  await page.getByLabel('Test card number').fill('4242 4242 4242 4242');
  await button(page, 'Use this test card').click();
}

/** The last form: its answer leads back to the app. */
export async function finish(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Review and finish' }).waitFor();
  await button(page, 'Finish and get covered').click();
  await page.waitForURL(/\/return\/[^/]+\/success$/);
}

/** From the first page of the hosted application back to the app. */
export async function completeApplication(page: Page): Promise<void> {
  await confirmDetails(page);
  await answerQuestions(page);
  await sign(page);
  await giveCard(page);
  await finish(page);
}

/** Opens the application by the plain link of the ready page, as the operator does. */
export async function openApplication(page: Page): Promise<void> {
  await link(page, 'Open the application').click();
  await page.getByText('Local sandbox.', { exact: true }).waitFor();
}
