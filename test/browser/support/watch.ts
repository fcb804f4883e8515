import type { BrowserContext, Page } from 'playwright-core';

/** What went wrong in a browser without anybody asking: a line each. */
export interface Watch {
  problems: string[];
}

/** In each page: a refusal by the content security policy is written to the console, where it is read below. */
const REPORT_REFUSALS = `addEventListener('securitypolicyviolation', (event) => {
  console.error('CSP: ' + event.violatedDirective + ' refused ' + (event.blockedURI || 'something inline'));
});`;

/**
 * Notes everything that must never happen: errors in the console, refusals by the content security policy, scripts
 * that throw, requests to another origin than these, and parts of a page that are not there.
 */
export async function watch(context: BrowserContext, origins: readonly string[]): Promise<Watch> {
  const problems: string[] = [];
  const note = (page: Page, text: string) => void problems.push(`${page.url()}: ${text}`);
  await context.addInitScript(REPORT_REFUSALS);
  const listen = (page: Page) => {
    page.on('crash', () => note(page, 'the page crashed'));
    page.on('pageerror', (error) => note(page, `script failed: ${error.message}`));
    page.on('console', (message) => {
      // Chromium logs each answer of 400 and more; those are looked at below, where it is known what asked for them.
      if (message.text().startsWith('Failed to load resource')) return;
      if (['error', 'warning'].includes(message.type())) note(page, message.text());
    });
  };
  context.pages().forEach(listen);
  context.on('page', listen);
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol === 'data:' || origins.includes(origin)) return;
    problems.push(`request to another origin: ${request.url()}`);
  });
  context.on('response', (response) => {
    // A page may be an error page on purpose; what a page needs may never fail.
    if (response.status() < 400 || response.request().resourceType() === 'document') return;
    problems.push(`${response.url()} answered ${response.status()}`);
  });
  return { problems };
}
