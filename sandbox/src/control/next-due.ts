import type { SandboxContext } from '../context';
import type { TaskName } from '../schedule';

const titles: Record<TaskName, string> = {
  'session.expire': 'The application expires',
  'session.review': 'The manual review is decided',
  'session.issue': 'The policy is issued',
  'assignment.charge': 'The assignment is charged',
  'invoice.collect': 'The invoice is charged or remitted',
  'payment_session.expire': 'The payment session is marked as expired',
  'certificate.process': 'Processing of the certificate begins',
  'certificate.decide': 'The certificate is read and held against the requirement',
  'certificate.review': 'A reviewer denies the certificate',
};

/** Something that happens by itself. */
export interface Due {
  /** Sandbox milliseconds. */
  at: number;
  title: string;
  /** The id of an object, or the number of a delivery. */
  object: string | number;
}

/** Tasks and attempts to deliver that are still to come, the nearest first. */
export function nextDue({ database, clock }: SandboxContext, most: number): Due[] {
  const tasks = database.all<{ at: number; task: TaskName; object: string }>(
    'SELECT at, task, object FROM schedule ORDER BY at, noted, task, object LIMIT ?',
    most,
  );
  const deliveries = database.all<{ seq: number; type: string; next_at: number }>(
    `SELECT seq, type, next_at FROM deliveries WHERE state = 'pending' AND next_at > ? ORDER BY next_at LIMIT ?`,
    ...[clock.now(), most],
  );
  const dues: Due[] = [
    ...tasks.map(({ at, task, object }) => ({ at: at * 1000, title: titles[task], object })),
    ...deliveries.map(({ seq, type, next_at: at }) => ({ at, title: `${type} is sent again`, object: seq })),
  ];
  return dues.sort((a, b) => a.at - b.at).slice(0, most);
}
