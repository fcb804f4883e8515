const DAY = 24 * 60 * 60;

/** 00:00 UTC of the next day. Both are epoch seconds. */
export function startOfTomorrow(now: number): number {
  return (Math.floor(now / DAY) + 1) * DAY;
}

interface Dates {
  effective_date?: number | undefined;
  end_date?: number | undefined;
}

/**
 * The dates that the API chooses where none are given: the next day, and 30 days after the first ("POST
 * /api/v1/quotes"). `now` is epoch seconds.
 */
export function withDates<Asked extends Dates>(asked: Asked, now: number) {
  const effective = asked.effective_date ?? startOfTomorrow(now);
  return { ...asked, effective_date: effective, end_date: asked.end_date ?? effective + 30 * DAY };
}

/** Whether what was made has the coverage and the dates asked for; what was left out was chosen by the API. */
export function isAsAsked(
  asked: Dates & { coverage_type?: readonly string[] | undefined },
  made: { coverage_type: readonly string[]; effective_date: number | null; end_date: number | null },
): boolean {
  const { coverage_type: coverage, effective_date: from, end_date: to } = asked;
  // The API moves an end on the first day to the next.
  const ends = to !== undefined && to === from ? [to, to + DAY] : [to];
  return (
    (!coverage || sameWords(coverage, made.coverage_type)) &&
    (from === undefined || made.effective_date === from) &&
    (to === undefined || ends.includes(made.end_date ?? undefined))
  );
}

/** Whether two lists hold the same words, in any order. */
export function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return [...a].sort().join() === [...b].sort().join();
}
