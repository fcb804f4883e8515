import path from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config';
import { listen } from './lib/listen';
import { createSandbox } from './sandbox/create-sandbox';

/** Where the API is and how to use it: the vendor's, or the local sandbox when no key is set. */
export interface ApiAccess {
  key: string;
  baseUrl: string;
  applicationHosts: string[];
  stop(): Promise<void>;
}

/**
 * Starts the local sandbox on its own port. It is another server that happens to live in this process: the app
 * reaches it over HTTP only.
 * @throws FolderInUseError, FolderNotWritableError, ListenError
 */
export async function startLocalSandbox(config: Config, logger: Logger): Promise<ApiAccess> {
  const sandbox = createSandbox({
    dataDir: path.join(config.dataDir, 'sandbox'),
    logger: logger.child({ program: 'sandbox' }),
  });
  // Loopback only: it takes any test key.
  const listening = await listen(sandbox.app, config.sandboxPort, '127.0.0.1', 'SANDBOX_PORT').catch(
    async (error: unknown) => {
      await sandbox.close();
      throw error;
    },
  );
  const url = `http://127.0.0.1:${listening.port}`;
  sandbox.setPublicUrl(url);
  sandbox.start();
  return {
    key: sandbox.apiKey,
    baseUrl: `${url}/api/v1`,
    applicationHosts: [new URL(url).host],
    stop: async () => {
      await listening.close();
      await sandbox.close();
    },
  };
}
