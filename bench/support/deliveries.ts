import { timestamped } from '../../src/webhooks/schemes/timestamped';

const scheme = timestamped();

let made = 0;

/** What is told of each application, one after the other. */
const STEPS = [
  { type: 'application.created', step: 'start' },
  { type: 'application.started', step: 'verify-info' },
  { type: 'application.complete', step: 'application_complete' },
];

/** A signed delivery of an event that nobody has seen before, of the size and shape that the API documents. */
export function nextDelivery(secret: string) {
  const { type, step } = STEPS[made % STEPS.length]!;
  // A platform has many contractors, and each has few applications.
  const application = Math.floor(made / STEPS.length);
  const contractor = application % 20_000;
  made += 1;
  const id = `ev_${process.pid}${String(made).padStart(10, '0')}`;
  const created = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({
    id,
    object: 'event',
    type,
    created,
    data: {
      object: {
        id: `ias_${application}`,
        object: 'insurance_application_session',
        quote: `qt_${application}`,
        contractor: `cn_${contractor}`,
        job: 'jb_jsb9KEcTpc',
        expires_at: created + 86_400,
        is_complete: step === 'application_complete',
        step,
        success_url: 'https://platform.example/return/success',
        cancel_url: 'https://platform.example/return/cancel',
        created,
      },
    },
  });
  const headers = {
    'Content-Type': 'application/json',
    ...scheme.sign(body, secret, created),
  };
  return { method: 'POST' as const, headers, body };
}
