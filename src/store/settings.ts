import type { Kysely } from 'kysely';
import { compiled } from './compiled';
import type { Schema } from './schema';

const valueOf = compiled((db, name: string) =>
  db.selectFrom('settings').select('value').where('name', '=', name),
);

/** A few values the app has to remember, such as the id of its webhook endpoint. Never a secret. */
export class SettingRepository {
  private readonly db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.db = db;
  }

  async get(name: string): Promise<string | undefined> {
    const [row] = await valueOf(this.db, name);
    return row?.value;
  }

  async set(name: string, value: string): Promise<void> {
    await this.db
      .insertInto('settings')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute();
  }
}
