import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { COLOUR_RULES, NEW_COLOURS } from './colours';
import { OUT_OF_ORDER } from './in-order';

const ROOT = path.resolve(__dirname, '../../..');
const FOLDER = path.join(ROOT, 'screenshots');
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
/** Pages in frames are looked at on their own, so nothing is kept for them. */
const BRING_AXE = `if (window === window.top) window.loadAxe = () => {${AXE}\n};`;

const SCHEMES = ['light', 'dark'] as const;
/** To the narrowest that WCAG 2.2 asks for (1.4.10 Reflow), in pixels. */
const WIDTHS = [1280, 1920, 768, 390, 320];

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** Of what is right nothing needs to be said: naming it is most of axe's work. */
const AXE_OPTIONS = { preload: false, iframes: false, resultTypes: ['violations'] };
const NO_COLOURS = Object.fromEntries(COLOUR_RULES.map((rule) => [rule, { enabled: false }]));
/** Axe's own rules, those of best practice too, and the size of targets, which is off by default. */
const ALL_RULES = { ...AXE_OPTIONS, rules: { 'target-size': { enabled: true }, ...NO_COLOURS } };
/** What a width can change. */
const WIDTH_RULES = {
  ...AXE_OPTIONS,
  runOnly: ['target-size', 'scrollable-region-focusable', 'empty-heading', 'heading-order'],
};
/** Where these are asked; colours are looked at in both schemes at each width. */
const RULES_AT = new Map<number, object>([
  [1280, ALL_RULES],
  [390, WIDTH_RULES],
]);

const VIOLATIONS = `({ violations }) => violations.map(({ id, help, nodes }) => ({
  id, help, nodes: nodes.map(({ target, failureSummary }) => ({ target: target.map(String), failureSummary })),
}))`;
const runAxe = (rules: object) => `axe.run(document, ${JSON.stringify(rules)}).then(${VIOLATIONS})`;
const LOOK_AT_COLOURS = `newColours(${JSON.stringify(AXE_OPTIONS)}).then(${VIOLATIONS})`;

const PREPARE = `window.newColours = ${NEW_COLOURS};
  document.querySelectorAll('details').forEach((panel) => { panel.open = true; })`;

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

const DISORDER = `[
  ...${TOO_WIDE}.map((element) => 'wider than the screen: ' + element),
  ...${OUT_OF_ORDER},
  ...${CUT}.map((list) => 'the words of the list ' + list + ' are cut'),
]`;

/**
 * Looks at the page as it is now, in both colour schemes and at each width, and gives back what is wrong, a line each.
 * Closed panels are opened to be looked at too. With PICTURES=yes, leaves pictures of it in the folder `screenshots`.
 */
export async function inspect(page: Page, name: string): Promise<string[]> {
  if (process.env.PICTURES) await takePictures(page, name);
  await loadAxe(page);
  await page.evaluate(PREPARE);
  const faults: string[] = [];
  // At the next width the scheme is still the last one: each change costs time.
  const schemes = [...SCHEMES];
  for (const width of WIDTHS) {
    await resize(page, width, RULES_AT.has(width));
    for (const scheme of schemes) {
      await page.emulateMedia({ colorScheme: scheme });
      // Scripts that follow the scheme are told as the page is drawn.
      if (width === WIDTHS[0]) await page.evaluate(DRAWN);
      const violations = await page.evaluate<Violation[]>(LOOK_AT_COLOURS);
      faults.push(...violations.flatMap((one) => describeViolation(`${name}, ${width} px, ${scheme}`, one)));
    }
    schemes.reverse();
    const rules = RULES_AT.get(width);
    const violations = rules ? await page.evaluate<Violation[]>(runAxe(rules)) : [];
    faults.push(...violations.flatMap((one) => describeViolation(`${name}, ${width} px`, one)));
    faults.push(
      ...(await page.evaluate<string[]>(DISORDER)).map((fault) => `${name}, ${width} px: ${fault}`),
    );
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  return faults;
}

/** Each page of the browser brings axe from now on: to send it to a page takes longer than all that it then looks at. */
async function loadAxe(page: Page): Promise<void> {
  if (!(await page.evaluate<boolean>(`'loadAxe' in window`))) {
    await page.context().addInitScript(BRING_AXE);
    await page.evaluate(BRING_AXE);
  }
  await page.evaluate('loadAxe()');
}

/** As high as the page where `whole`, so that nothing is covered by chance by what stays in sight. */
async function resize(page: Page, width: number, whole: boolean): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  if (!whole) return;
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  if (height > 900) await page.setViewportSize({ width, height });
}

async function takePictures(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({
        path: path.join(FOLDER, `${name}-${colorScheme}-${width}.png`),
        fullPage: true,
      });
    }
  }
}

/** What reaches beyond the screen or over something else, is cut or too small, at each width: a line each. */
export async function findTooWide(page: Page, name: string): Promise<string[]> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    await resize(page, width, false);
    faults.push(
      ...(await page.evaluate<string[]>(DISORDER)).map((fault) => `${name}, ${width} px: ${fault}`),
    );
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
