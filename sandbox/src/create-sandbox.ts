/**
 * Copy the folder `sandbox` to develop against the API without a key or a network: it runs apart, on its own port.
 * It needs `lib`, `public/shared`, and the packages of `sandbox/package.json`. Point your client's base URL at it.
 */
import type { Express } from 'express';
import { openAccount } from './accounts/account';
import { createAccounts } from './accounts/accounts';
import { accountsRouter } from './accounts/routes';
import type { SandboxOptions } from './options';
import { answerHealth, readAsIsLabels, refuseOtherHosts, setUpRequest } from './request';

export interface Sandbox {
  readonly app: Express;
  /** A key to use, made once and kept in the data folder. */
  readonly apiKey: string;
  setPublicUrl(url: string): void;
  /** Starts to deliver webhooks and to do what falls due, also what is left over from before. */
  start(): void;
  /** Stops delivering, then closes and unlocks the data folder. */
  close(): Promise<void>;
}

/**
 * The local sandbox: a stateful stand-in for the policy API, its hosted application and its webhooks.
 * @throws FolderInUseError, StorageError, EngineMissingError
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  let url = withoutSlash(options.publicUrl ?? 'http://127.0.0.1:4010');
  const publicUrl = () => url;
  const accounts = createAccounts(options, publicUrl);
  const shared = openAccount(
    { name: null, folder: options.dataDir, publicUrl, others: () => accounts.names() },
    options,
    (context) => [
      setUpRequest(context),
      answerHealth,
      refuseOtherHosts(context, options.otherHosts),
      readAsIsLabels,
      accountsRouter(accounts, publicUrl, context.logger),
    ],
  );
  return {
    app: shared.app,
    apiKey: shared.context.apiKey,
    setPublicUrl: (address) => void (url = withoutSlash(address)),
    start() {
      shared.start();
      accounts.start();
    },
    async close() {
      await accounts.close();
      await shared.close();
    },
  };
}

const withoutSlash = (url: string) => url.replace(/\/+$/, '');
