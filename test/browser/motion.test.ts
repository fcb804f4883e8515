import { Person } from '../support/browser-like';
import { anEvent, deliver } from '../support/deliveries';
import { startApp, until, type TestApp } from '../support/harness';
import { finishApplication } from '../support/walk';
import { handOver } from './support/hand-over';
import { visit } from './support/visit';

let running: TestApp;
beforeAll(async () => {
  running = await startApp();
});
afterAll(() => running.stop());

/** Runs in each page: notes whether it came by a transition from the page before, and all that moves on it. */
const NOTE_MOTION = `
  window.moved = [];
  window.addEventListener('pagereveal', ({ viewTransition }) => (window.came = Boolean(viewTransition)));
  document.addEventListener('animationstart', ({ animationName }) => window.moved.push(animationName), true);
`;

describe.each(['no-preference', 'reduce'] as const)('where motion is set to %s', (reducedMotion) => {
  const isWanted = reducedMotion === 'no-preference';

  it(`cover arrives ${isWanted ? 'with it, once' : 'without it'}, and so do pages`, async () => {
    const person = await visit(running, { reducedMotion });
    const { page } = person;
    try {
      await page.addInitScript(NOTE_MOTION);
      const { path, hosted } = await handOver(running);
      const moved = () => page.evaluate<string[]>('window.moved');
      await page.goto(path);
      await page.getByText('Live: this page follows changes by itself.').waitFor();
      // Complete, and not covered yet: that is no arrival.
      const complete = anEvent({
        type: 'application.complete',
        data: { id: hosted.pathname.split('/').at(-1) },
      });
      await deliver(running.url, complete, { secret: running.secrets.all[0] ?? '' });
      await page.locator('.pa-cover').getByText('Being issued').first().waitFor();
      await finishApplication(new Person(hosted.origin), hosted.pathname);
      await page.locator('.pa-cover .pa-tag--success').first().waitFor();
      await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
      expect((await moved()).filter((name) => name === 'pa-arrive')).toHaveLength(isWanted ? 1 : 0);
      if (!isWanted) expect(await moved()).toEqual([]);
      // What was there when the page came does not arrive.
      await page.getByRole('link', { name: 'Contractors', exact: true }).click();
      await page.getByRole('heading', { name: 'Contractors' }).waitFor();
      await until(() => page.evaluate<boolean>('window.came !== undefined'));
      expect(await page.evaluate('window.came')).toBe(isWanted);
      await page.goto(path);
      await page.locator('.pa-cover .pa-tag--success').first().waitFor();
      expect(await moved()).toEqual([]);
      expect(person.problems).toEqual([]);
    } finally {
      await person.leave();
    }
  });
});
