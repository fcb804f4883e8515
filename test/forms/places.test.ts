import { COUNTRIES, countryOf, STATES, stateOf } from '../../src/forms/places';

it('every country and state is understood by its code and by its name', () => {
  for (const { value, text } of COUNTRIES)
    expect([
      countryOf(value),
      countryOf(value.toLowerCase()),
      countryOf(text),
      countryOf(text.toUpperCase()),
    ]).toEqual(Array(4).fill(value));
  for (const { value, text } of STATES)
    expect([stateOf(value), stateOf(value.toLowerCase()), stateOf(text)]).toEqual(Array(3).fill(value));
  expect(COUNTRIES).toHaveLength(249);
  expect(new Set(COUNTRIES.map(({ text }) => text)).size).toBe(249);
});

it.each([
  ['USA', 'US'],
  ['U.S.A.', 'US'],
  ['United States of America', 'US'],
  ['the United States', 'US'],
  ['\u200bunited  states\u00a0', 'US'],
  ['UK', 'GB'],
  ["cote d'ivoire", 'CI'],
  ['Turkey', 'TR'],
])('%j is the country %s', (text, code) => expect(countryOf(text)).toBe(code));

it.each(['', 'XX', 'UN', 'Congo', 'Korea', 'Канада US', 'US1', 'U', 'Unit'])(
  '%j is no country, or may be several',
  (text) => expect(countryOf(text)).toBeUndefined(),
);

it('a name is looked for among its own kind', () => {
  expect([stateOf('Georgia'), countryOf('Georgia')]).toEqual(['GA', 'GE']);
  expect(stateOf('Washington, D.C.')).toBe('DC');
});
