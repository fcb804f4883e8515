import path from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config';
import { originOf } from '../lib/hosts';
import { startChild, type ChildProgram } from '../lib/child-program';

/** The program, compiled or not, as this file is. */
const PROGRAM = path.join(__dirname, '..', 'sandbox', 'src', `child${path.extname(__filename)}`);

/** Where the sandbox's pages are, with the API below `/api/v1`, and a key for it. */
export interface SandboxAddress {
  url: string;
  apiKey: string;
}

/**
 * Starts the local sandbox in a process of its own, where it can harm nobody: they speak HTTP only. It keeps its port
 * and its data when it has to be started again. `env` is the environment of this process.
 * @throws StartError
 */
export function startLocalSandbox(
  config: Pick<Config, 'dataDir' | 'sandboxPort' | 'logLevel' | 'publicUrl' | 'host' | 'brand'>,
  env: NodeJS.ProcessEnv,
  logger: Pick<Logger, 'info' | 'error'>,
): Promise<ChildProgram<SandboxAddress>> {
  const { dataDir, sandboxPort, logLevel, publicUrl, host, brand } = config;
  // Payment sessions may lead back here; the port may not be known yet, and any will do.
  const own = new URL(publicUrl ?? originOf(host, 80)).hostname;
  return startChild<SandboxAddress>({
    name: 'The local sandbox',
    file: PROGRAM,
    env: (before) => ({
      ...env,
      DATA_DIR: dataDir,
      SANDBOX_PORT: before ? new URL(before.url).port : String(sandboxPort),
      LOG_LEVEL: logLevel,
      SANDBOX_PLATFORM: brand.name,
      SANDBOX_RETURN_HOSTS: [env['SANDBOX_RETURN_HOSTS'], own].filter(Boolean).join(','),
    }),
    onReady: ({ url }, pid) => logger.info({ url, pid }, 'the local sandbox is ready'),
    onEnd: (reason, seconds) =>
      logger.error({ reason }, `the local sandbox ended; it is started again in ${seconds} s`),
  });
}
