/** The board as a file. */
import { stringify } from 'csv-stringify/sync';
import type { Request, Response } from 'express';
import { setImmediate as turn } from 'node:timers/promises';
import { standingWords } from '../../coverage/standing-states';
import { isFoundBy, type SearchWordRepository } from '../../store/search-words';
import { textsOf, type StandingRepository, type StandingRow } from '../../store/standings';
import { askedFor, filterOf } from './asked';
import { stateOf } from './rows';

/** So many rows are read at once. */
const GROUP = 500;

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

const head = (): string => BYTE_ORDER_MARK + stringify([Object.keys(COLUMNS)], OPTIONS);

/** Lines of the file, in the order of the rows. Days are in UTC. */
export const csvLines = (rows: readonly StandingRow[]): string =>
  stringify(
    rows.map((row) => Object.values(COLUMNS).map((read) => read(row))),
    OPTIONS,
  );

interface FileStore {
  standings: Pick<StandingRepository, 'page'>;
  words: Pick<SearchWordRepository, 'find'>;
}

/** All rows that the address asks for, read and sent group by group: also of a search that finds more than a page lists. */
export async function sendFile(store: FileStore, req: Request, res: Response): Promise<void> {
  const asked = askedFor(req);
  res.type('text/csv').set('Content-Disposition', 'attachment; filename="compliance.csv"');
  res.write(head());
  const found = await store.words.find('standings', asked.search);
  const isFound = (row: StandingRow) => !found?.isCut || isFoundBy(textsOf(row), asked.search);
  let after: StandingRow | undefined;
  do {
    const rows = await store.standings.page({
      ...filterOf(asked),
      found: found?.isCut ? undefined : found?.refs,
      limit: GROUP,
      ...(after && { after }),
    });
    const wanted = rows.filter(isFound);
    if (wanted.length > 0 && !res.write(csvLines(wanted))) await drained(res);
    // The embedded database answers at once: others get their turn here.
    await turn();
    after = rows.length === GROUP ? rows.at(-1) : undefined;
  } while (after && !res.closed);
  res.end();
}

/** Whoever reads slowly, or has gone, keeps no rows in memory. */
function drained(res: Response): Promise<void> {
  return new Promise((resolve) => {
    if (res.closed) return resolve();
    res.once('drain', resolve).once('close', resolve);
  });
}
