import { openSqlite } from '../../lib/sqlite';
import type { Contractor } from '../../sandbox/src/model/parties';

let made = 0;

/** The fields of a contractor that is not there yet. */
export function newContractor() {
  made += 1;
  return {
    email: `maya.${process.pid}.${made}@example.com`,
    phone: '415-474-9088',
    first_name: 'Maya',
    last_name: 'Okafor',
    company_name: 'Okafor Electric',
    address: { line1: '1 Kearny St', locality: 'Oakland', region: 'CA', postalcode: 94104 },
  };
}

/** Leaves a sandbox with so many contractors and nothing else, by its file: by its API it would take minutes. */
export function keepOnly(count: number, file: string): void {
  const database = openSqlite(file);
  const object = database.prepare(
    `INSERT INTO objects (kind, id, created, data) VALUES ('contractor', ?, ?, ?)`,
  );
  const lookup = database.prepare(`INSERT INTO lookups (name, value, seq) VALUES ('contractor.email', ?, ?)`);
  const created = Math.floor(Date.now() / 1000);
  database.exec('BEGIN IMMEDIATE; DELETE FROM objects; DELETE FROM lookups');
  for (let index = 0; index < count; index += 1) {
    const fields = newContractor();
    const data: Contractor = {
      ...fields,
      middle_name: null,
      address: { ...fields.address, line2: null, country: null },
      custom_metadata: {},
      withhold_premium: false,
      card: null,
    };
    const id = `cn_${String(index).padStart(10, '0')}`;
    const { lastInsertRowid } = object.run([id, created, JSON.stringify(data)]);
    lookup.run([fields.email, lastInsertRowid]);
  }
  database.exec('COMMIT');
  database.close();
}
