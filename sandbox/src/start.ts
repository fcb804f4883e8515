import path from 'node:path';
import { isLoopbackHost, isWildcardHost, originOf } from '../../lib/hosts';
import { listen } from '../../lib/listen';
import { openingStorage } from '../../lib/storage-error';
import { createSandbox } from './create-sandbox';
import type { SandboxOptions } from './options';
import type { SandboxLogger } from './logger';
import { answerUnreadable, hostNamed, serverOptions } from './unreadable';

export interface StartedSandbox {
  /** Where its pages are, seen from this machine; the API is below `/api/v1`. */
  url: string;
  apiKey: string;
  stop(): Promise<void>;
}

export interface StartOptions extends Pick<
  SandboxOptions,
  'cors' | 'dataDir' | 'otherHosts' | 'platform' | 'publicUrl' | 'returnHosts' | 'seed'
> {
  host?: string;
  port: number;
  logger?: SandboxLogger;
}

/**
 * Starts the sandbox on a port of its own.
 * @throws FolderInUseError, StorageError, EngineMissingError, ListenError
 */
export async function startSandbox(options: StartOptions): Promise<StartedSandbox> {
  const { dataDir = '', host = '127.0.0.1', logger } = options;
  const sandbox = openingStorage(path.join(dataDir, 'sandbox.sqlite'), 'DATA_DIR', () =>
    createSandbox(options),
  );
  const handler = hostNamed(sandbox.app);
  const listening = await listen(handler, options.port, host, 'SANDBOX_PORT', serverOptions).catch(
    async (error: unknown) => {
      await sandbox.close();
      throw error;
    },
  );
  answerUnreadable(listening.server);
  const url = originOf(isWildcardHost(host) ? '127.0.0.1' : host, listening.port);
  if (options.publicUrl === undefined) sandbox.setPublicUrl(url);
  sandbox.start();
  if (!isLoopbackHost(host)) {
    logger?.warn({ host }, 'other machines can reach the local sandbox, which shows all it holds to anybody');
  }
  return {
    url,
    apiKey: sandbox.apiKey,
    stop: async () => {
      await listening.close();
      await sandbox.close();
    },
  };
}
