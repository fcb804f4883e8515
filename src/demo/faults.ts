import type { ApiFault, Faults, SandboxControl } from './control';

/** What one press of the menu has go wrong. */
export interface Preset {
  name: string;
  text: string;
  set: (sandbox: SandboxControl) => Promise<void>;
}

const LATE_SECONDS = 30;
const SLOW_MS = 2_000;

export const PRESETS: readonly Preset[] = [
  {
    name: 'down',
    text: 'API down',
    set: (sandbox) => sandbox.addApiFault({ fault: 'error', status: 503 }),
  },
  {
    name: 'slow',
    text: 'Slow',
    set: (sandbox) => sandbox.addApiFault({ fault: 'latency', ms: SLOW_MS }),
  },
  {
    name: 'one-lost',
    text: 'One webhook lost',
    set: (sandbox) => sandbox.setWebhookFaults({ drop_next: 1 }),
  },
  {
    name: 'late',
    text: 'Late webhooks',
    set: (sandbox) => sandbox.setWebhookFaults({ delay_seconds: LATE_SECONDS }),
  },
];

/** What is on, a sentence each. */
export function faultWords({ api, webhooks }: Faults): string[] {
  const { delay_seconds: late, drop_rate: dropped, drop_next: next, ...others } = webhooks;
  const isOn = Object.values(others).some(
    (value) => value === true || (typeof value === 'number' && value > 0),
  );
  return [
    ...api.map(apiWords),
    ...(late > 0 ? [`Late webhooks: each waits ${late} s`] : []),
    ...(dropped > 0 ? [`Webhooks are lost: ${Math.round(dropped * 100)} of 100`] : []),
    ...(next > 0 ? [next === 1 ? 'The next webhook is lost' : `The next ${next} webhooks are lost`] : []),
    ...(isOn ? ['Webhooks are sent wrongly: see the sandbox’s faults'] : []),
  ];
}

function apiWords({ fault, ms, status, times }: ApiFault): string {
  const often = times === undefined ? '' : ` (the next ${times})`;
  if (fault === 'latency') return `Slow: each call waits ${Number(ms) / 1000} s${often}`;
  if (fault === 'error') return `API down: calls are answered ${status ?? 500}${often}`;
  return `Calls go wrong: ${fault.replace('_', ' ')}${often}`;
}
