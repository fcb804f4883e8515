/** Of applications, quotes and checks those that say where coverage stands. All lists are newest first. */

interface OfWork {
  policies: readonly { quoteId: string | null }[];
  quotes: readonly { id: string; jobId: string | null }[];
}

/**
 * Of several applications for one job the latest counts, and none of whose quote a policy came. `job`: those for it
 * alone; null: for any.
 */
export function applicationsThatCount<Session extends { quoteId: string | null }>(
  sessions: readonly Session[],
  { policies, quotes }: OfWork,
  job: string | null,
): Session[] {
  const jobOfQuote = new Map(quotes.map(({ id, jobId }) => [id, jobId]));
  const jobOf = ({ quoteId }: Session) => (quoteId === null ? null : (jobOfQuote.get(quoteId) ?? null));
  const issued = new Set(policies.map(({ quoteId }) => quoteId));
  const open = sessions.filter(({ quoteId }) => quoteId === null || !issued.has(quoteId));
  return latestOf(
    open.filter((session) => job === null || jobOf(session) === job),
    (session) => jobOf(session) ?? '',
  );
}

/** The latest quote for each job, of those that no policy came of. `job`: as above. */
export function quotesThatCount<Quote extends OfWork['quotes'][number]>(
  quotes: readonly Quote[],
  policies: OfWork['policies'],
  job: string | null,
): Quote[] {
  const issued = new Set(policies.map(({ quoteId }) => quoteId));
  const open = quotes.filter(({ id, jobId }) => !issued.has(id) && (job === null || jobId === job));
  return latestOf(open, ({ jobId }) => jobId ?? '');
}

/** All that was bound. Of checks of eligibility for one job the latest counts, and none beside what was bound for it. */
export function assignmentsThatCount<
  Assignment extends { jobId: string | null; bind: boolean; cancelled: boolean | null; gone: boolean },
>(assignments: readonly Assignment[]): Assignment[] {
  const bound = assignments.filter(({ bind, cancelled, gone }) => bind && cancelled !== true && !gone);
  const jobs = new Set(bound.map(({ jobId }) => jobId));
  const checks = assignments.filter(({ bind, jobId, gone }) => !bind && !gone && !jobs.has(jobId));
  return [...assignments.filter(({ bind }) => bind), ...latestOf(checks, ({ jobId }) => jobId ?? '')];
}

function latestOf<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  const latest = new Map<string, Item>();
  for (const item of items) if (!latest.has(key(item))) latest.set(key(item), item);
  return [...latest.values()];
}
