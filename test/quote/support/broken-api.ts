import { control } from '../../../sandbox/test/support/control';
import { createPolicyApi, type PolicyApi } from '../../../src/policy-api/client';
import { startSandbox, type RunningSandbox } from '../../support/harness';
import { faultyProxy, type FaultyProxy } from '../../support/proxy';

/** The local sandbox, and a client that reaches it by a proxy which can break calls. Nothing is tried again. */
export interface BrokenApi {
  api: PolicyApi;
  sandbox: RunningSandbox;
  proxy: FaultyProxy;
  /** The next call is carried out, and answered with an error of the API's own. */
  failAfter(operation: string): Promise<unknown>;
  mend(): Promise<void>;
  stop(): Promise<void>;
}

export async function startBrokenApi(): Promise<BrokenApi> {
  const sandbox = await startSandbox();
  const proxy = await faultyProxy(sandbox.url);
  const { apiKey } = sandbox.sandbox;
  const api = createPolicyApi({ baseUrl: proxy.url, apiKey, environment: 'sandbox', maxRetries: 0 });
  return {
    api,
    sandbox,
    proxy,
    failAfter: (operation) =>
      control(sandbox, 'PUT', '/api-faults', [{ fault: 'error', operation, when: 'after', times: 1 }]),
    mend: async () => {
      proxy.clear();
      await control(sandbox, 'DELETE', '/api-faults');
    },
    stop: async () => {
      api.close();
      await sandbox.stop();
      await proxy.close();
    },
  };
}
