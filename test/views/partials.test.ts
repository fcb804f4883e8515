import path from 'node:path';
import { viewsIn } from '../../src/pages/views';

const views = viewsIn(path.join(__dirname, '../../views'));
const partial = (name: string, part: object) => views(`partials/${name}`, { page: {}, model: {}, part });

const idsIn = (html: string) => [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]!);
const count = (html: string, text: string) => html.split(text).length - 1;

describe('fields', () => {
  it('tie label, hint and error to the control', () => {
    const html = partial('field', {
      name: 'address.line1',
      label: 'Street',
      hint: 'A hint',
      error: 'Enter it',
    });
    expect(html).toContain('for="address-line1"');
    expect(html).toContain('aria-describedby="address-line1-hint address-line1-error"');
    expect(html).toContain('aria-invalid="true"');
    expect(idsIn(html)).toEqual(
      expect.arrayContaining(['address-line1-hint', 'address-line1-error', 'address-line1']),
    );
  });

  it('say which are optional', () => {
    expect(partial('field', { name: 'a', label: 'A', required: false })).toContain('(optional)');
    expect(partial('field', { name: 'a', label: 'A' })).not.toContain('(optional)');
  });

  it('keep a zero and escape what was typed', () => {
    expect(partial('field', { name: 'a', label: 'A', value: 0 })).toContain('value="0"');
    const html = partial('textarea', { name: 'a', label: 'A', value: '</textarea><script>' });
    expect(html).toContain('&lt;/textarea&gt;&lt;script&gt;');
  });

  it('never show a password again', () => {
    const html = partial('field', { name: 'password', label: 'P', type: 'password', value: 'secret' });
    expect(html).not.toContain('secret');
  });

  it('choose the value of a select, whatever its type', () => {
    const choices = [1, 2].map((value) => ({ value, text: `No ${value}` }));
    const html = partial('select', { name: 'a', label: 'A', options: choices, value: '2' });
    expect(html).toContain('<option value="2" selected>');
    expect(count(html, ' selected')).toBe(1);
  });

  it('show a choice that is not in the list, so that saving does not lose it unseen', () => {
    const choices = [{ value: 'US', text: 'United States' }];
    const html = partial('select', { name: 'a', label: 'A', options: choices, value: 'Mars' });
    expect(html).toContain('<option value="Mars" selected>Mars (not in the list)</option>');
    expect(count(html, ' selected')).toBe(1);
  });

  it('are where the links of the error summary lead', () => {
    const items = [
      { value: 'general', text: 'General', checked: true },
      { value: 'cyber', text: 'Cyber', checked: false },
    ];
    const html = [
      partial('checkboxes', { name: 'coverage_type', legend: 'Coverage', items }),
      partial('fieldset-address', {
        prefix: 'address',
        legend: 'Home',
        values: {},
        errors: {},
        usStates: [],
        countries: [],
      }),
      partial('metadata-rows', { name: 'custom_metadata', rows: [{ key: '', value: '' }], errors: {} }),
    ].join('');
    const fields = ['coverage_type', 'address.postalcode', 'custom_metadata', 'custom_metadata.0.key'];
    const summary = partial('error-summary', {
      errors: fields.map((field) => ({ field, text: 'Wrong' })),
    });
    const targets = [...summary.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]!);
    expect(targets).toHaveLength(fields.length);
    expect(idsIn(html)).toEqual(expect.arrayContaining(targets));
    expect(new Set(idsIn(html)).size).toBe(idsIn(html).length);
  });

  it('take address values and errors by full or short name', () => {
    const html = partial('fieldset-address', {
      prefix: 'address',
      legend: 'Home',
      values: { 'address.line1': '1 Main St', locality: 'Reno' },
      errors: { 'address.postalcode': 'Enter a ZIP code' },
      usStates: [{ value: 'NV', text: 'Nevada' }],
      countries: [],
    });
    expect(html).toContain('value="1 Main St"');
    expect(html).toContain('value="Reno"');
    expect(html).toContain('Enter a ZIP code');
  });

  it('let the Enter key save a form with metadata, not add a row', () => {
    const html = partial('metadata-rows', { name: 'custom_metadata', rows: [], errors: {} });
    expect(html.match(/<button[^>]*>/)?.[0]).not.toContain('_add_row');
    expect(html).toContain('name="_add_row"');
  });
});

describe('error summary', () => {
  it('is not there when there is no problem', () => {
    expect(partial('error-summary', { errors: [] }).trim()).toBe('');
  });
});

describe('steps', () => {
  it('name the current step, in words for a small screen and for a screen reader', () => {
    const steps = [
      { id: 'a', title: 'Contractor', href: '/a', state: 'done' },
      { id: 'b', title: 'Entity', href: null, state: 'current' },
    ];
    const html = partial('steps', { steps });
    expect(html).toContain('Step 2 of 2: <strong>Entity</strong>');
    expect(count(html, 'aria-current="step"')).toBe(1);
    expect(html).toContain('(done)');
  });
});

describe('rate bar', () => {
  const widths = (html: string) =>
    [...html.matchAll(/ width="([\d.]+)" height="4"/g)].map((match) => Number(match[1]));

  it('shares the width out by rate and says the same in words', () => {
    const rows = [
      { label: 'Workers’ compensation', cents: 45 },
      { label: 'General', cents: 15 },
    ];
    const html = partial('rate-bar', { rows, total: 60 });
    const [first, second] = widths(html);
    expect(first! / second!).toBeCloseTo(3, 1);
    expect(html).toContain('aria-label="Net rate by coverage: Workers’ compensation $0.45, General $0.15"');
    expect(html).toContain('$0.60');
  });

  it('survives rates of nothing', () => {
    const html = partial('rate-bar', { rows: [{ label: 'General', cents: 0 }], total: 0 });
    expect(html).not.toMatch(/NaN|Infinity/);
  });
});

describe('summary list', () => {
  it('links only to paths of this app and to the web', () => {
    const row = (href: string) =>
      partial('summary-list', { rows: [{ key: 'K', value: 'V', kind: 'link', href }] });
    expect(row('/events')).toContain('href="/events"');
    expect(row('https://example.com/a.pdf')).toContain('href="https://example.com/a.pdf"');
    expect(row('javascript:alert(1)')).not.toContain('href');
    expect(row('//example.com')).not.toContain('href');
  });
});
