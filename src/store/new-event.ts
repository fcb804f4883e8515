/** An event that was verified, ready to be kept. Times: `receivedAt` epoch ms, `created` epoch seconds. */
export interface NewEvent {
  key: string;
  id: string | null;
  type: string;
  created: number | null;
  objectId: string | null;
  quoteId: string | null;
  policyId: string | null;
  /** For events that name none of these: a contractor's work on a job, or a contractor. */
  sharedId: string | null;
  contractorId: string | null;
  verified: 'signature' | 'api';
  /** False when we read it from the API ourselves: that is no delivery. */
  delivered: boolean;
  body: string;
  receivedAt: number;
}

/** One statement cannot touch a row twice, so deliveries of one event in one group become one row. */
export function mergeTwins(events: readonly NewEvent[]) {
  const rows = new Map<string, ReturnType<typeof toRow>>();
  for (const event of events) {
    const twin = rows.get(event.key);
    if (twin) {
      twin.deliveries += event.delivered ? 1 : 0;
      twin.times_kept += 1;
    } else rows.set(event.key, toRow(event));
  }
  return [...rows.values()];
}

function toRow(event: NewEvent) {
  return {
    event_key: event.key,
    event_id: event.id,
    type: event.type,
    created_seconds: event.created,
    object_id: event.objectId,
    quote_id: event.quoteId,
    policy_id: event.policyId,
    shared_id: event.sharedId,
    contractor_id: event.contractorId,
    onboarding_id: null,
    verified: event.verified,
    body: event.body,
    received_at: event.receivedAt,
    last_received_at: event.receivedAt,
    deliveries: event.delivered ? 1 : 0,
    times_kept: 1,
    applied: 0,
  };
}
