import { chromium, type BrowserServer } from 'playwright-core';
import { chromiumOptions, SHARED_BROWSER } from './chromium';

declare global {
  /** Kept between the beginning and the end of the run. */
  var sharedChromium: BrowserServer | undefined;
}

/** One Chromium for all test files: its start costs more than most visits. Each visit has a profile of its own in it. */
export default async function startChromium(): Promise<void> {
  globalThis.sharedChromium = await chromium.launchServer(chromiumOptions());
  process.env[SHARED_BROWSER] = globalThis.sharedChromium.wsEndpoint();
}
