import { existsSync } from 'node:fs';
import {
  chromium,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
} from 'playwright-core';

/** No network but the pages', no GPU, no sandbox: the tests run as root in a container too. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chromium is on this machine. A test that cannot find one fails: it never passes unseen. */
export function chromiumPath(): string {
  const tried = [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].filter((place) => place !== undefined);
  const found = tried.find((place) => existsSync(place));
  if (!found) {
    throw new Error(
      `No Chromium at ${tried.join(' or ')}. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.`,
    );
  }
  return found;
}

/** Where `start-chromium.ts` leaves the address of the Chromium that all test files share. */
export const SHARED_BROWSER = 'SHARED_BROWSER';

export function chromiumOptions(): LaunchOptions {
  return { executablePath: chromiumPath(), headless: true, args: FLAGS };
}

export interface OpenBrowser {
  context: BrowserContext;
  close(): Promise<void>;
}

/** A new, empty profile: nothing of another person's visit is in it. */
export async function openBrowser(options: BrowserContextOptions = {}): Promise<OpenBrowser> {
  const shared = process.env[SHARED_BROWSER];
  const browser = await (shared === undefined
    ? chromium.launch(chromiumOptions())
    : chromium.connect(shared));
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    locale: 'en-US',
    ...options,
  });
  // A page that does not come fails with its own name, long before the test's time is up.
  context.setDefaultTimeout(15_000);
  return {
    context,
    close: async () => {
      await context.close();
      await browser.close();
    },
  };
}
