import type { NewEvent } from '../../src/webhooks/event';

/** An event that tells of nothing but what a test says. Received in the second in which it was created. */
export function newEvent(key: string, more: Partial<NewEvent> = {}): NewEvent {
  return {
    key,
    id: key,
    type: 'policy.active',
    created: 1_800_000_000,
    objectId: `pl_${key}`,
    quoteId: null,
    policyId: null,
    sharedId: null,
    contractorId: null,
    verified: 'signature',
    delivered: true,
    body: '{}',
    receivedAt: 1_800_000_000_000,
    ...more,
  };
}
