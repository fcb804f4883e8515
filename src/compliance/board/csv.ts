/** The board as a file. */
import { stringify } from 'csv-stringify/sync';
import { standingWords } from '../../coverage/standing-states';
import type { StandingRow } from '../../store/standings';
import { stateOf } from './rows';

const isoDay = (seconds: number | null): string =>
  seconds === null ? '' : new Date(seconds * 1000).toISOString().slice(0, 10);

const COLUMNS: Readonly<Record<string, (row: StandingRow) => string>> = {
  contractor: ({ contractor_name: name }) => name ?? '',
  contractor_id: ({ contractor_id: id }) => id,
  job: ({ job_name: name }) => name ?? '',
  job_id: ({ job_id: id }) => id,
  entity: ({ entity_name: name }) => name ?? '',
  state: stateOf,
  state_text: (row) => standingWords(stateOf(row)).text,
  cover_from: ({ from_seconds: at }) => isoDay(at),
  cover_until: ({ until_seconds: at }) => isoDay(at),
  job_from: ({ job_from_seconds: at }) => isoDay(at),
  job_until: ({ job_until_seconds: at }) => isoDay(at),
};

/** So that a spreadsheet takes no name for a formula, and knows the letters. */
const OPTIONS = { escape_formulas: true, record_delimiter: 'windows' } as const;
const BYTE_ORDER_MARK = '\uFEFF';

export const csvHead = (): string => BYTE_ORDER_MARK + stringify([Object.keys(COLUMNS)], OPTIONS);

/** Lines of the file, in the order of the rows. Days are in UTC. */
export const csvLines = (rows: readonly StandingRow[]): string =>
  stringify(
    rows.map((row) => Object.values(COLUMNS).map((read) => read(row))),
    OPTIONS,
  );
