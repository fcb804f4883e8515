/** A stakeholder sees their own name and colour. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { nearestReadable } from '../../src/config/brand';
import { contrast, mixed } from '../../src/config/colours';
import { DARK, darkAccents, darkShade } from '../../src/config/dark-shade';
import { readConfig } from '../../src/config';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';

const whiteOn = (hex: string) => contrast('#ffffff', hex);

describe('a colour', () => {
  it.each([
    ['#ffffff', 1],
    ['#000000', 21],
    ['#3d4ec6', 6.77],
  ])('%s leaves white words a contrast of %d', (hex, expected) => {
    expect(whiteOn(hex)).toBeCloseTo(expected, 1);
  });

  it.each(['#ffcc00', '#ffffff', '#22c55e', '#7c86ff'])(
    '%s is refused, with the nearest that will do',
    (hex) => {
      const nearest = nearestReadable(hex);
      expect(whiteOn(nearest)).toBeGreaterThanOrEqual(5);
      expect(whiteOn(nearest)).toBeLessThan(5.4);
      expect(() => readConfig({ BRAND_COLOUR: hex })).toThrow(
        `BRAND_COLOUR is too light for white words on it. The nearest colour that will do is ${nearest}`,
      );
      expect(readConfig({ BRAND_COLOUR: nearest }).brand.colour).toBe(nearest);
    },
  );

  it.each(['red', '#fff', '#12345g', '#123456; } body {'])('%s is none', (text) => {
    expect(() => readConfig({ BRAND_COLOUR: text })).toThrow('is not a colour of six hexadecimal digits');
  });
});

describe('on dark pages, which the tokens mix from a colour,', () => {
  const tokens = readFileSync(path.join(PROJECT_ROOT, 'public/shared/tokens.css'), 'utf8');
  const missing = (hex: string) =>
    darkAccents(hex)
      .filter(({ has, needs }) => has < needs)
      .map(({ name }) => name);

  it('the grounds and the shares are those of the tokens', () => {
    for (const [name, hex] of Object.entries(DARK))
      expect(tokens).toMatch(new RegExp(`--${name}: light-dark\\(#\\w{6}, ${hex}\\);`));
    for (const share of ['95%, white', '64%, white', '42%, white', '30%, var(--surface)'])
      expect(tokens).toContain(`color-mix(in oklab, var(--brand) ${share})`);
  });

  it('colours are mixed as browsers mix them', () => {
    expect(mixed('#3d4ec6', 100, '#000000')).toBe('#3d4ec6');
    expect(mixed('#ff0000', 50, '#0000ff')).toBe('#8c53a2');
    expect(mixed('#000000', 50, '#ffffff')).toBe('#636363');
  });

  it('each colour that is taken can be seen, as itself or as a lighter shade', () => {
    for (const hex of ['#3d4ec6', '#0a6b4f']) expect(darkShade(hex)).toBe(hex);
    expect(missing('#000000')).toEqual(['what is filled, on the page', 'lines', 'links']);
    const steps = ['00', '33', '66', '99', 'cc', 'ff'];
    const all = steps.flatMap((red) =>
      steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`)),
    );
    const taken = all.filter((hex) => whiteOn(hex) >= 5);
    expect(taken.length).toBeGreaterThan(50);
    for (const hex of taken) expect([hex, missing(darkShade(hex))]).toEqual([hex, []]);
  });
});

describe('an app with a brand', () => {
  let running: TestApp;
  beforeAll(async () => {
    running = await startApp({
      unregistered: true,
      env: { BRAND_NAME: 'Acme & Sons', BRAND_COLOUR: '#0A2B1F' },
    });
  });
  afterAll(() => running.stop());

  it.each(['/', '/return/unknown/success'])('has its name on %s, and its colour', async (path) => {
    const visitor = new Person(running.url);
    const { $ } = await visitor.open(path);
    expect($('title').text()).toMatch(/ – Acme & Sons$/);
    expect($('.pa-brand, .pa-site-name').text().trim()).toBe('Acme & Sons');
    const answer = await fetch(new URL($('link[href$="brand.css"]').attr('href')!, running.url));
    expect(answer.headers.get('content-type')).toMatch(/^text\/css/);
    expect(await answer.text()).toContain(`--brand: light-dark(#0a2b1f, ${darkShade('#0a2b1f')});`);
  });
});
