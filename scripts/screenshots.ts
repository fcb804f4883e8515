/** Makes the pictures of the README from the running app with the demo set: a covered contractor, light and dark. */
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { openBrowser } from '../test/browser/support/chromium';
import { startApp } from '../test/support/harness';

const FOLDER = path.resolve(__dirname, '..', 'docs');

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const running = await startApp({ ownsSandbox: true });
  const browser = await openBrowser({ viewport: { width: 1280, height: 860 } });
  try {
    const page = await browser.context.newPage();
    await page.goto(running.url);
    const load = page.getByRole('button', { name: 'Load the demo set' });
    await load.click();
    // Until it is loaded, there is a button to stop it in this place.
    await page.getByRole('button', { name: 'Stop here' }).waitFor();
    await load.waitFor({ timeout: 120_000 });
    await page.goto(`${running.url}/contractors?state=covered`);
    await page.locator('main table a').first().click();
    await page.locator('main a[href*="/onboardings/"]').first().click();
    await page.getByText('Live: this page follows changes by itself.').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const file = path.join(FOLDER, `screenshot-${colorScheme}.png`);
      await page.screenshot({ path: file });
      console.log(`${file} (${Math.round(statSync(file).size / 1024)} KB)`);
    }
  } finally {
    await browser.close();
    await running.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
