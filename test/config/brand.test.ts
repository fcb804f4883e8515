/** A stakeholder sees their own name and colour. */
import { nearestReadable, whiteOn } from '../../src/config/brand';
import { readConfig } from '../../src/config';
import { Person } from '../support/browser-like';
import { startApp, type TestApp } from '../support/harness';

describe('a colour', () => {
  it.each([
    ['#ffffff', 1],
    ['#000000', 21],
    ['#3d4ec6', 6.77],
  ])('%s leaves white words a contrast of %d', (hex, contrast) => {
    expect(whiteOn(hex)).toBeCloseTo(contrast, 1);
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

describe('an app with a brand', () => {
  let running: TestApp;
  beforeAll(async () => {
    running = await startApp({
      unregistered: true,
      env: { BRAND_NAME: 'Acme & Sons', BRAND_COLOUR: '#0A6B4F' },
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
    expect(await answer.text()).toContain('--brand: #0a6b4f;');
  });
});
