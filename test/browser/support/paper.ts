import type { Page } from 'playwright-core';
import { TOO_WIDE } from './inspect';
import { BROKEN_WORDS } from './words';

/** What can only be pressed, or leads to another page of a program. */
const FOR_THE_SCREEN = `[...document.querySelectorAll('button, .pa-button, nav a, .pa-summary-list__action, .pa-skip-link, .skip')]
  .filter((element) => !element.closest('.pa-steps, [aria-hidden]') && !element.matches('[aria-current]') && element.checkVisibility({ visibilityProperty: true }))
  .filter((element) => element.getBoundingClientRect().width > 1)
  .map((element) => element.textContent.trim())`;

/** Lays the browser's pages out for a sheet of Letter or A4, between its margins. */
export async function putOnPaper(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 718, height: 1000 });
}

/** What is wrong with the page on paper: what is there to press, words that break, and what is cut; a line each. */
export async function faultsOnPaper(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const look of [FOR_THE_SCREEN, BROKEN_WORDS, TOO_WIDE])
    faults.push(...(await page.evaluate<string[]>(look)).map((fault) => `${name}: ${fault}`));
  return faults;
}
