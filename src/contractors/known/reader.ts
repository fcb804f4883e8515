import type { KnownObjectRow } from '../../store/known-objects';
import type { Fields } from './fields';
import type { Known } from './records';

/** Reads the fields of a row by their types; what is missing, or is something else, is null. */
export class Reader {
  private readonly fields: Fields;
  private readonly row: KnownObjectRow;

  constructor(row: KnownObjectRow) {
    this.row = row;
    this.fields = JSON.parse(row.fields) as Fields;
  }

  private value(name: string): unknown {
    return Object.hasOwn(this.fields, name) ? this.fields[name]?.[2] : undefined;
  }

  isTold(name: string): boolean {
    return this.value(name) !== undefined;
  }

  text(name: string): string | null {
    const value = this.value(name);
    return typeof value === 'string' && value !== '' ? value : null;
  }

  number(name: string): number | null {
    const value = this.value(name);
    return typeof value === 'number' ? value : null;
  }

  flag(name: string): boolean | null {
    const value = this.value(name);
    return typeof value === 'boolean' ? value : null;
  }

  list<Item>(name: string): Item[] | null {
    const value = this.value(name);
    return Array.isArray(value) ? (value as Item[]) : null;
  }

  object<Value extends object>(name: string): Value | null {
    const value = this.value(name);
    return typeof value === 'object' && value !== null ? (value as Value) : null;
  }

  known(): Known {
    const { row } = this;
    return {
      id: row.id,
      asOf: Math.max(0, ...Object.values(this.fields).map(([at]) => at)),
      gone: this.flag('gone') ?? false,
      created: this.number('created'),
    };
  }

  /** Whose it is may be told by another object: see learn.ts. */
  owned() {
    return { ...this.known(), contractorId: this.row.contractor_id };
  }
}
