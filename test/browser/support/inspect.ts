import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { OUT_OF_ORDER } from './in-order';

const ROOT = path.resolve(__dirname, '../../..');
const FOLDER = path.join(ROOT, 'screenshots');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const SCHEMES = ['light', 'dark'] as const;
/** From a wide screen to the narrowest that WCAG 2.2 asks for (1.4.10 Reflow), in pixels. */
const ROOM = [1920, 1280, 768, 390, 320];
const PICTURE_WIDTHS = [1920, 1280, 768, 390, 320];

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** Axe's own rules, those of best practice too, and the size of targets, which is off by default. */
const ALL_RULES = { preload: false, rules: { 'target-size': { enabled: true } } };
/** What another colour scheme can change. */
const COLOUR = ['color-contrast', 'link-in-text-block'];
const COLOUR_RULES = { preload: false, runOnly: COLOUR };
/** What another width can change. */
const WIDTH_RULES = {
  preload: false,
  runOnly: [...COLOUR, 'target-size', 'scrollable-region-focusable', 'empty-heading', 'heading-order'],
};
/** Each scheme and each width is seen, not each with each. */
const LOOKS = [
  ['light', 'wide', 1280, ALL_RULES],
  ['light', 'narrow', 390, WIDTH_RULES],
  ['dark', 'wide', 1280, COLOUR_RULES],
] as const;

const runAxe = (rules: object) => `axe.run(document, ${JSON.stringify(rules)})
  .then((results) => results.violations.map(({ id, help, nodes }) => ({
    id, help, nodes: nodes.map(({ target, failureSummary }) => ({ target: target.map(String), failureSummary })),
  })))`;

const OPEN_PANELS = `document.querySelectorAll('details').forEach((panel) => { panel.open = true; })`;

const DRAWN = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

export const TOO_WIDE = `(() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > room + 0.5)
    .map((element) => element.outerHTML.slice(0, 120))
    .slice(0, 5);
})()`;

/** The lists whose first words, such as "Choose a state", do not fit into them. */
const CUT = `[...document.querySelectorAll('select')]
  .filter((list) => list.value === '')
  .filter((list) => {
    const whole = list.cloneNode(false);
    whole.append(list.selectedOptions[0].cloneNode(true));
    whole.style.width = 'max-content';
    list.after(whole);
    const needed = whole.offsetWidth;
    whole.remove();
    return needed > list.offsetWidth;
  })
  .map((list) => list.name)`;

/**
 * Looks at the page as it is now, in both colour schemes, and wide and narrow, and gives back what is wrong, a line each.
 * Closed panels are opened to be looked at too. With PICTURES=yes, leaves pictures of it in the folder `screenshots`.
 */
export async function inspect(page: Page, name: string): Promise<string[]> {
  if (process.env.PICTURES) await takePictures(page, name);
  await page.evaluate(AXE);
  await page.evaluate(OPEN_PANELS);
  const faults: string[] = [];
  for (const [colorScheme, width, pixels, rules] of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: pixels, height: 900 });
    // As high as the page, so that nothing is covered by chance by what stays in sight.
    const height = await page.evaluate<number>('document.documentElement.scrollHeight');
    await page.setViewportSize({ width: pixels, height: Math.max(height, 900) });
    // Scripts that follow the scheme are told as the page is drawn.
    await page.evaluate(DRAWN);
    const violations = await page.evaluate<Violation[]>(runAxe(rules));
    const look = `${name}, ${colorScheme}, ${width}`;
    faults.push(...violations.flatMap((violation) => describeViolation(look, violation)));
  }
  faults.push(...(await findTooWide(page, name)));
  return faults;
}

async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of PICTURE_WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({
        path: path.join(FOLDER, `${name}-${colorScheme}-${width}.png`),
        fullPage: true,
      });
    }
  }
}

/** What reaches beyond the screen or over something else, is cut or too small, at widths from 1920 to 320 pixels: a line each. */
export async function findTooWide(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const width of ROOM) {
    await page.setViewportSize({ width, height: 900 });
    const [wide, disorder, cut] = await page.evaluate<[string[], string[], string[]]>(
      `[${TOO_WIDE}, ${OUT_OF_ORDER}, ${CUT}]`,
    );
    const here = [
      ...wide.map((element) => `wider than the screen: ${element}`),
      ...disorder,
      ...cut.map((list) => `the words of the list ${list} are cut`),
    ];
    faults.push(...here.map((fault) => `${name}, ${width} px: ${fault}`));
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  return faults;
}

function describeViolation(look: string, { id, help, nodes }: Violation): string[] {
  return nodes.map(
    (node) =>
      `${look}: ${id} (${help}) at ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`,
  );
}
