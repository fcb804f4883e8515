import { sql, type CompiledQuery } from 'kysely';
import type { Database } from '../../../src/store/database';

/**
 * What may be read whole, for it does not grow: a few values, one row for each list or stage of onboardings and for
 * each state, the types of event as they are looked up, the ids of one request, what came with the statement itself, and
 * the few that a limit of their own leaves. All other tables grow.
 */
const DOES_NOT_GROW = [
  'settings',
  'onboarding_counts',
  'onboarding_stages',
  'standing_counts',
  'types',
  'json_each',
  'ids',
  'few',
];

/** Indexes of what waits for work alone: they are empty when the work is done. */
const WAITING = ['events_to_apply', 'events_given_up'];

/** What an index leaves out itself, so that nothing is read for it. */
const LEFT_OUT = /\bwhere state <> 'gone' (?=order by)/;

/** What a statement does that costs more when more is stored; empty when nothing. */
export async function growingCosts(query: CompiledQuery, { engine, sql: db }: Database): Promise<string[]> {
  const text = query.sql;
  const found = /\b(count\s*\(|distinct\b|offset\b|group by\b|sum\s*\()/i.exec(text)?.[1];
  const costs = found === undefined ? [] : [`${found} in the statement`];
  const plan = engine === 'sqlite' ? sqlitePlan : postgresPlan;
  return [...costs, ...(await plan(query, db))];
}

type Plan = (query: CompiledQuery, db: Database['sql']) => Promise<string[]>;

const sqlitePlan: Plan = async (query, db) => {
  const { rows } = await db.executeQuery<{ detail: string }>({
    ...query,
    sql: `explain query plan ${query.sql}`,
  });
  const isLimited = /\blimit\b/i.test(query.sql) && !/\bwhere\b/i.test(query.sql.replace(LEFT_OUT, ''));
  return rows
    .map(({ detail }) => detail)
    .filter((detail) => {
      if (detail.includes('TEMP B-TREE')) return true;
      const [, table = '', index = ''] = /^SCAN (\S+)(?:.* INDEX (\w+))?/.exec(detail) ?? [];
      const isSmall = /^(\d+-ROW|CONSTANT)/.test(table) || DOES_NOT_GROW.includes(table);
      return table !== '' && !isSmall && !isLimited && !WAITING.includes(index);
    });
};

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Filter?: string;
  Plans?: Node[];
}

/** With all forbidden that PostgreSQL can do without: what it still does, it cannot avoid. */
const postgresPlan: Plan = (query, db) =>
  db.transaction().execute(async (transaction) => {
    for (const dear of ['seqscan', 'sort', 'hashjoin', 'mergejoin'])
      await sql.raw(`set local enable_${dear} = off`).execute(transaction);
    const explained = await transaction.executeQuery<{ 'QUERY PLAN': [{ Plan: Node }] }>({
      ...query,
      sql: `explain (format json) ${query.sql}`,
    });
    const indexes = await sql<{ name: string; column: string }>`
      select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid, 1, true) as column from pg_index
      `.execute(transaction);
    const firstColumns = new Map(indexes.rows.map(({ name, column }) => [name, column]));
    return costsOf(explained.rows[0]!['QUERY PLAN'][0].Plan, false, firstColumns);
  });

/** `isLimited`: what is above takes the first rows as they come, and no more. */
function costsOf(node: Node, isLimited: boolean, firstColumns: ReadonlyMap<string, string>): string[] {
  const { 'Node Type': type, 'Relation Name': table = '', 'Index Name': index = '' } = node;
  const [child] = node.Plans ?? [];
  const reads = /Seq Scan|Index/.test(type) && !DOES_NOT_GROW.includes(table) && !WAITING.includes(index);
  const isWhole = reads && !hasBounds(node, firstColumns.get(index)) && !(isLimited && !node.Filter);
  const gathers = /^(Incremental )?Sort$|Aggregate|Unique|^Group/.test(type) && !isFew(child);
  const passesOn = isLimited && /^(LockRows|Result|Subquery Scan)$/.test(type);
  const below = (node.Plans ?? []).flatMap((part) =>
    costsOf(part, type === 'Limit' || passesOn, firstColumns),
  );
  return [...(isWhole || gathers ? [`${type} ${table} ${index}`] : []), ...below];
}

/** What comes from a limit is not much to sort, or to take twins out of. */
function isFew(node: Node | undefined): boolean {
  return (
    node?.['Node Type'] === 'Limit' || (node?.['Node Type'] === 'Subquery Scan' && isFew(node.Plans?.[0]))
  );
}

/** Whether the index is entered by a value of its first column; else all of it is read. */
function hasBounds({ 'Index Cond': condition = '' }: Node, firstColumn = ''): boolean {
  const bounds = condition.replace(/\(\w+ IS (NOT )?NULL\)/g, '');
  // An expression stands in its own brackets.
  if (firstColumn.startsWith('(')) return bounds.includes(firstColumn);
  return firstColumn !== '' && new RegExp(`\\b${firstColumn}\\b`).test(bounds);
}
