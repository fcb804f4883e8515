/** Makes the pictures of the README from the running app: an onboarding whose coverage is active, light and dark. */
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { control } from '../sandbox/test/support/control';
import { openBrowser } from '../test/browser/support/chromium';
import { Person } from '../test/support/browser-like';
import { startApp, until } from '../test/support/harness';
import { finishApplication, walkTo } from '../test/support/walk';

const FOLDER = path.resolve(__dirname, '..', 'docs');

/** Walks to active coverage. Gives back the onboarding's path. */
async function activeOnboarding(running: Awaited<ReturnType<typeof startApp>>): Promise<string> {
  const operator = new Person(running.url);
  const onboarding = await walkTo(operator, 'application', { contractor: { email: 'maya@example.com' } });
  await operator.submit(`${onboarding}/application`);
  const handOver = await operator.open(operator.hrefOf('Open the application'));
  const hosted = new URL(handOver.response.headers.location as string);
  await finishApplication(new Person(hosted.origin), hosted.pathname);
  const id = onboarding.replace('/onboardings/', '');
  await until(async () => (await running.store.onboardings.find(id))?.coverage_state === 'active');
  // Coverage begins tomorrow.
  await control(running.sandbox, 'POST', '/clock', { advance: '2d' });
  await operator.open(onboarding);
  return onboarding;
}

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const running = await startApp();
  const browser = await openBrowser({ viewport: { width: 1200, height: 800 } });
  try {
    const page = await browser.context.newPage();
    await page.goto(`${running.url}${await activeOnboarding(running)}`);
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
