/** DEMO ONLY: people that nobody is, for forms and demo data. */
import type { Contractor } from '../../policy-api/types/parties';
import type { FormBody } from '../../forms/form';

export interface TestPerson {
  first: string;
  last: string;
  company: string;
  line1: string;
  locality: string;
  region: string;
  postalcode: string;
  /** Of the phone numbers in that city. */
  areaCode: string;
}

/** A line each: first and last name, company, street, city, state, postal code, area code. */
const ROWS = `
Priya Raman|Raman Fiber Works|418 Alice St|Oakland|CA|94607|510
Marcus Bell|Bell Rigging|2210 Fulton St|Brooklyn|NY|11233|718
Leilani Kahale|Kahale Sound|1450 Ocean Ave|Santa Monica|CA|90401|310
Victor Hale|Hale Interiors|77 Cedar Ave|Sacramento|CA|95811|916
Kwame Mensah|Mensah Stagecraft|905 Peachtree St|Atlanta|GA|30309|404
Caleb Thornton|Thornton Fit-out|312 Burnside St|Portland|OR|97204|503
Sofia Marchetti|Marchetti Catering|64 Salem St|Boston|MA|02113|617
Samir Rahal|Rahal Media|1811 Vine St|Los Angeles|CA|90028|323
Emily Sato|Sato Photography|230 Post St|San Francisco|CA|94108|415
Hannah Kowalczyk|Kowalczyk Lighting|1520 Division St|Chicago|IL|60642|312
Marisol Peña|Peña Scenic|3301 Congress Ave|Austin|TX|78704|512
Diego Fuentes|Fuentes Lifting|88 Mission Blvd|San Diego|CA|92109|619
Aisha Diallo|Diallo Access|140 Lenox Ave|New York|NY|10026|212
Noor Haddad|Haddad Films|2900 Woodward Ave|Detroit|MI|48201|313
Theo Lambert|Lambert Haulage|51 Canal St|New Orleans|LA|70130|504
Grace Oyelaran|Oyelaran Heating|610 Broad St|Newark|NJ|07102|973
Jordan Whitfield|Whitfield Design|1200 Larimer St|Denver|CO|80204|303
Linh Tran|Tran Electric|455 Story Rd|San Jose|CA|95122|408
Ruth Abernathy|Abernathy Painting|909 King St|Charleston|SC|29403|843
Mateo Villanueva|Villanueva Tiling|2715 Calle Real|Santa Barbara|CA|93105|805
Ingrid Solberg|Solberg Carpentry|318 Nicollet Ave|Minneapolis|MN|55401|612
Tomasz Wieczorek|Wieczorek Plumbing|4410 Milwaukee Ave|Chicago|IL|60641|773
Yuki Tanabe|Tanabe Graphics|720 Sutter St|San Francisco|CA|94109|415
Amara Nwosu|Nwosu Events|350 Elm St|Dallas|TX|75202|214
Ben Archer|Archer Cranes|81 Harbor Dr|Stamford|CT|06902|203
Fatima Zahra Idrissi|Idrissi Translations|515 Mass Ave|Cambridge|MA|02139|617
Lucas Pereira|Pereira Flooring|1908 Ferry St|Newark|NJ|07105|973
Mei-Ling Chou|Chou Analytics|600 Hilgard Ave|Los Angeles|CA|90024|310
Oscar Delgado|Delgado Docks|275 Alameda St|Long Beach|CA|90802|562
Petra Nowak|Nowak Textiles|44 Greenpoint Ave|Brooklyn|NY|11222|718
Rohan Deshpande|Deshpande Systems|3100 Lakeside Dr|Santa Clara|CA|95054|408
Siobhan Gallagher|Gallagher Gardens|129 Dorchester Ave|Boston|MA|02127|617
Wanjiru Kamau|Kamau Couriers|702 Cherry St|Philadelphia|PA|19106|215
Joanna Pike|Pike Bookkeeping|16 Main St|Burlington|VT|05401|802
Elias Haile|Haile Roasters|1133 Columbia Pike|Arlington|VA|22204|703
Tuan Pham|Pham Robotics|2500 Bolsa Ave|Westminster|CA|92683|714
Anahit Petrosyan|Petrosyan Ceramics|810 Central Ave|Glendale|CA|91204|818
Keanu Nakamura|Nakamura Surfaces|98 Harbor Way|Portland|OR|97209|503
Zainab Bello|Bello Consulting|1414 Fannin St|Houston|TX|77002|713
Pavel Horák|Horák Joinery|2215 Cermak Rd|Chicago|IL|60608|312
Naomi Begay|Begay Surveying|401 Aspen Ave|Flagstaff|AZ|86001|928
Luca Ferraro|Ferraro Stone|57 Federal Hill|Providence|RI|02903|401
Bea Lundgren|Lundgren Signs|820 Superior St|Duluth|MN|55802|218
Omar Farouk|Farouk Logistics|3600 Warren Ave|Dearborn|MI|48126|313
Camille Dubois|Dubois Textiles|228 Royal St|New Orleans|LA|70130|504
Isaac Goldberg|Goldberg Audio|350 Grand St|New York|NY|10002|212
Nia Campbell|Campbell Fitness|1010 Auburn Ave|Atlanta|GA|30312|404
Arjun Mehta|Mehta Networks|41 Oak Tree Rd|Edison|NJ|08820|732
`;

export const TEST_PEOPLE: readonly TestPerson[] = ROWS.trim()
  .split('\n')
  .map((row) => {
    const [name = '', company = '', line1 = '', locality = '', region = '', ...codes] = row.split('|');
    const [postalcode = '', areaCode = ''] = codes;
    const space = name.indexOf(' ');
    const [first, last] = [name.slice(0, space), name.slice(space + 1)];
    return { first, last, company, line1, locality, region, postalcode, areaCode };
  });

const nameOf = ({ first, last }: TestPerson) => `${first} ${last}`;

/**
 * Somebody whose name and address are not among those known: from a number on as the people are listed, then with the
 * last names of others. Undefined where everybody is known.
 */
export function personNotIn(known: ReadonlySet<string | null>, from: number): TestPerson | undefined {
  const rotated = (by: number) => [...TEST_PEOPLE.slice(by), ...TEST_PEOPLE.slice(0, by)];
  const starts = rotated(from % TEST_PEOPLE.length);
  for (const shift of TEST_PEOPLE.keys()) {
    const others = rotated((from + shift) % TEST_PEOPLE.length);
    const people = others.map((person, index) => ({
      ...person,
      first: starts[index]?.first ?? person.first,
    }));
    const found = people.find((person) => !known.has(nameOf(person)) && !known.has(emailOf(person)));
    if (found) return found;
  }
  return undefined;
}

/** Names and addresses of contractors, for `personNotIn`. */
export function knownAmong(
  contractors: readonly Pick<Contractor, 'first_name' | 'last_name' | 'email'>[],
): Set<string | null> {
  return new Set(
    contractors.flatMap(({ first_name: first, last_name: last, email }) => [`${first} ${last}`, email]),
  );
}

/** The address of a person; with a mark where the API knows somebody of that name already, as it takes each once. */
export function emailOf({ first, last }: TestPerson, mark = ''): string {
  const plain = `${first}.${last}`.normalize('NFD').replace(/[^\w.-]/g, '');
  return `${plain.toLowerCase()}${mark && `+${mark}`}@example.com`;
}

/** The place of the first person of this first name; -1 where there is none. */
export const numberOf = (name: string): number => TEST_PEOPLE.findIndex(({ first }) => first === name);

/** The form of the contractor, as the person would fill it in. */
export function personForm(person: TestPerson, email: string): FormBody {
  const { first, last, company, line1, locality, region, postalcode, areaCode } = person;
  return {
    first_name: first,
    last_name: last,
    company_name: company,
    email,
    // 555-0100 to 555-0199 are nobody's.
    phone: `${areaCode}-555-0${100 + numberOf(first)}`,
    'address.line1': line1,
    'address.locality': locality,
    'address.region': region,
    'address.postalcode': postalcode,
    'address.country': 'US',
  };
}
