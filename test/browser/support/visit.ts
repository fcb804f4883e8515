import type { BrowserContextOptions, Page } from 'playwright-core';
import type { TestApp } from '../../support/harness';
import { openBrowser } from './chromium';
import { watch } from './watch';

/** A person at a browser of their own, on the app's first page. */
export interface Visit {
  page: Page;
  /** Another tab of the same browser. */
  tab(url: string): Promise<Page>;
  /** Everything that went wrong so far without anybody asking; expected to be empty. */
  problems: string[];
  leave(): Promise<void>;
}

export async function visit(running: TestApp, options: BrowserContextOptions = {}): Promise<Visit> {
  const browser = await openBrowser({ baseURL: running.url, ...options });
  const { problems } = await watch(browser.context, [running.url, running.sandbox.url]);
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await page.goto('/');
  return {
    page,
    problems,
    tab: async (url) => {
      const other = await browser.context.newPage();
      await other.goto(url);
      return other;
    },
    leave: () => browser.close(),
  };
}
