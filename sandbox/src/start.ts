import path from 'node:path';
import { listen } from '../../lib/listen';
import { openingStorage } from '../../lib/storage-error';
import type { SandboxLogger } from './logger';
import { createSandbox } from './create-sandbox';
import { answerUnreadable, hostNamed, serverOptions } from './unreadable';

export interface StartedSandbox {
  /** Where its pages are; the API is below `/api/v1`. */
  url: string;
  apiKey: string;
  stop(): Promise<void>;
}

/**
 * Starts the sandbox on a port of its own. On this machine only, since it takes any test key.
 * @throws FolderInUseError, StorageError, EngineMissingError, ListenError
 */
export async function startSandbox(options: {
  dataDir: string;
  port: number;
  otherHosts?: readonly string[];
  logger?: SandboxLogger;
}): Promise<StartedSandbox> {
  const sandbox = openingStorage(path.join(options.dataDir, 'sandbox.sqlite'), () => createSandbox(options));
  const handler = hostNamed(sandbox.app);
  const listening = await listen(handler, options.port, '127.0.0.1', 'SANDBOX_PORT', serverOptions).catch(
    async (error: unknown) => {
      await sandbox.close();
      throw error;
    },
  );
  answerUnreadable(listening.server);
  const url = `http://127.0.0.1:${listening.port}`;
  sandbox.setPublicUrl(url);
  sandbox.start();
  return {
    url,
    apiKey: sandbox.apiKey,
    stop: async () => {
      await listening.close();
      await sandbox.close();
    },
  };
}
