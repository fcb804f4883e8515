import type { StandingCursor } from '../../store/standings';

/** The row next to a page, as an address holds it. */
export function writeCursor({ urgency, sort_name, contractor_id, job_id }: StandingCursor): string {
  return Buffer.from(JSON.stringify([urgency, sort_name, contractor_id, job_id])).toString('base64url');
}

/** Null for what was not written here. */
export function readCursor(text: string): StandingCursor | null {
  if (text.length > 1000) return null;
  try {
    const read: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    const [urgency, sort_name, contractor_id, job_id] = Array.isArray(read) ? (read as unknown[]) : [];
    const texts = [sort_name, contractor_id, job_id];
    if (
      !Number.isSafeInteger(urgency) ||
      !texts.every((one) => typeof one === 'string' && !one.includes('\0'))
    )
      return null;
    return { urgency, sort_name, contractor_id, job_id } as StandingCursor;
  } catch {
    return null;
  }
}
