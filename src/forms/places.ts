import { plainText } from '../../lib/text';

/** One choice of a list: what the API takes, and what people call it. */
export interface Place {
  value: string;
  text: string;
}

/** The states and territories that the API takes as the `region` of an address. */
// prettier-ignore
export const STATES: readonly Place[] = ([
  ['AL', 'Alabama'], ['AK', 'Alaska'], ['AZ', 'Arizona'], ['AR', 'Arkansas'], ['CA', 'California'],
  ['CO', 'Colorado'], ['CT', 'Connecticut'], ['DE', 'Delaware'], ['DC', 'District of Columbia'],
  ['FL', 'Florida'], ['GA', 'Georgia'], ['HI', 'Hawaii'], ['ID', 'Idaho'], ['IL', 'Illinois'],
  ['IN', 'Indiana'], ['IA', 'Iowa'], ['KS', 'Kansas'], ['KY', 'Kentucky'], ['LA', 'Louisiana'],
  ['ME', 'Maine'], ['MD', 'Maryland'], ['MA', 'Massachusetts'], ['MI', 'Michigan'], ['MN', 'Minnesota'],
  ['MS', 'Mississippi'], ['MO', 'Missouri'], ['MT', 'Montana'], ['NE', 'Nebraska'], ['NV', 'Nevada'],
  ['NH', 'New Hampshire'], ['NJ', 'New Jersey'], ['NM', 'New Mexico'], ['NY', 'New York'],
  ['NC', 'North Carolina'], ['ND', 'North Dakota'], ['OH', 'Ohio'], ['OK', 'Oklahoma'], ['OR', 'Oregon'],
  ['PA', 'Pennsylvania'], ['RI', 'Rhode Island'], ['SC', 'South Carolina'], ['SD', 'South Dakota'],
  ['TN', 'Tennessee'], ['TX', 'Texas'], ['UT', 'Utah'], ['VT', 'Vermont'], ['VA', 'Virginia'],
  ['WA', 'Washington'], ['WV', 'West Virginia'], ['WI', 'Wisconsin'], ['WY', 'Wyoming'],
  ['PR', 'Puerto Rico'], ['VI', 'U.S. Virgin Islands'], ['GU', 'Guam'], ['AS', 'American Samoa'],
  ['MP', 'Northern Mariana Islands'],
] as const).map(([value, text]) => ({ value, text }));

/** The two-letter codes of ISO 3166-1. */
const COUNTRY_CODES = `
  AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW
  BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI
  FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN
  IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME
  MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF
  PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV
  SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
  YT ZA ZM ZW`;

const nameIn = (style: 'long' | 'short') => {
  const names = new Intl.DisplayNames('en', { type: 'region', style });
  return (code: string): string => names.of(code) ?? code;
};
const [longName, shortName] = [nameIn('long'), nameIn('short')];

/** All countries by their names, the one of most addresses here first. */
export const COUNTRIES: readonly Place[] = COUNTRY_CODES.trim()
  .split(/\s+/)
  .map((value) => ({ value, text: longName(value) }))
  .sort((a, b) => Number(b.value === 'US') - Number(a.value === 'US') || a.text.localeCompare(b.text, 'en'));

/** The state or territory that a text means, by its code or its name; undefined where it means none. */
export const stateOf = finderOf(STATES, { DC: ['Washington DC'] });

/** The country that a text means: its code, or a name that is no other country's. */
export const countryOf = finderOf(
  [...COUNTRIES, ...COUNTRIES.map(({ value }) => ({ value, text: shortName(value) }))],
  {
    US: ['USA', 'United States of America'],
    GB: ['Great Britain'],
    CI: ['Ivory Coast'],
    CZ: ['Czech Republic'],
    TR: ['Turkey'],
  },
);

function finderOf(
  places: readonly Place[],
  otherNames: Readonly<Record<string, readonly string[]>>,
): (text: string) => string | undefined {
  const found = new Map(places.map(({ value, text }) => [folded(text), value]));
  for (const [value, names] of Object.entries(otherNames))
    for (const name of names) found.set(folded(name), value);
  for (const { value } of places) found.set(folded(value), value);
  return (text) => found.get(folded(text));
}

/** A name without what people leave out: capitals, accents, dots, spaces and "the". */
function folded(text: string): string {
  return plainText(text)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('&', 'and')
    .replace(/^the\s/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
