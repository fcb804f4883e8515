import type { Store } from '../../src/store/store';
import { readEvent, toNewEvent } from '../../src/webhooks/event';

const GROUP = 100;
/** As many contractors as the app has that holds the fewest. */
const CONTRACTORS = 100;

let made = 0;

/** Keeps so many new events, which wait to be applied: of invoices, and of the policies of onboardings. */
export async function receive(store: Store, amount: number): Promise<void> {
  for (let kept = 0; kept < amount; kept += GROUP)
    await store.events.record(Array.from({ length: Math.min(GROUP, amount - kept) }, newEvent));
}

function newEvent() {
  made += 1;
  const [number, created] = [(made % CONTRACTORS) + 1, 1_800_000_000 + made];
  const contractor = `cn_${number}`;
  const invoice = { id: `in_${number}`, contractor, job: 'jb_1', gross_pay: made };
  const policy = { id: `pl_${number}`, contractor, quote: `qt_${number}` };
  const [type, object] = made % 11 === 0 ? ['policy.active', policy] : ['invoice.created', invoice];
  const body = JSON.stringify({ id: `ev_new_${made}`, type, created, data: { object } });
  const read = readEvent(Buffer.from(body));
  if (!read) throw new Error('No event');
  return toNewEvent(read.event, read.text, 'signature', Date.now());
}
