import { timestamped } from '../../src/webhooks/schemes/timestamped';

const scheme = timestamped();

let made = 0;

/** A signed delivery of an event that nobody has seen before, of the size and shape that the API documents. */
export function nextDelivery(secret: string) {
  made += 1;
  const id = `ev_${process.pid}${String(made).padStart(10, '0')}`;
  const created = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({
    id,
    object: 'event',
    type: 'application.started',
    created,
    data: {
      object: {
        id: `ias_${made}`,
        object: 'insurance_application_session',
        quote: `qt_${made}`,
        // A platform has many, and each has few.
        contractor: `cn_${made % 1000}`,
        job: 'jb_jsb9KEcTpc',
        expires_at: created + 86_400,
        is_complete: false,
        step: 'verify-info',
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
