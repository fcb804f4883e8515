import type { PolicyApi } from '../policy-api/client';
import type { WebhookOptions } from '../webhooks/delivery';
import { secretList } from '../webhooks/secrets';
import type { DoctorDeps } from './run-checks';

/** No check waits longer for the API. */
const API_MS = 4_000;

interface Given
  extends
    Pick<WebhookOptions, 'secrets' | 'schemes' | 'verify'>,
    Pick<DoctorDeps, 'apiBase' | 'webhookUrl' | 'store' | 'proveDatabase' | 'dataDir' | 'words'> {
  api: PolicyApi;
  /** Epoch milliseconds. */
  now: () => number;
}

/** What the checks need, of what the app and the script have. */
export function doctorDeps({ api, now, secrets, schemes, verify = null, ...given }: Given): DoctorDeps {
  let time: ReturnType<DoctorDeps['apiTime']> = null;
  const tolerances = schemes.flatMap(({ toleranceSeconds }) => toleranceSeconds ?? []);
  return {
    ...given,
    api: api
      .apart()
      .within(API_MS)
      .observedBy(({ apiTime }) => {
        if (apiTime !== null) time = { theirs: apiTime, ours: now() };
      }),
    environment: api.environment,
    apiTime: () => time,
    toleranceSeconds: tolerances.length === 0 ? null : Math.min(...tolerances),
    secrets: () => secretList(secrets),
    schemes: [...new Set(schemes.map(({ name }) => name))],
    verify,
    nodeVersion: process.versions.node,
  };
}
