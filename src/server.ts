// First of all: nothing below can be counted on with an older Node.
import '../scripts/check-node.js';
import { createRequire } from 'node:module';
import { isRunByNpm, loadEnvFile, readConfig } from './config';
import { giveUp } from '../lib/start-error';
import { startLocalSandbox } from './local-sandbox';
import { createLogger } from './logger';
import type * as Serve from './serve';

async function main(): Promise<void> {
  const env = loadEnvFile();
  const config = readConfig(env);
  const logger = createLogger(config.logLevel);
  const sandbox = config.api.key === null ? startLocalSandbox(config, env, logger) : null;
  // Whoever waits for it gets the error; until then the rest may fail first.
  sandbox?.catch(() => undefined);
  // Loaded while the sandbox starts, as that takes as long.
  const { serve } = createRequire(__filename)('./serve') as typeof Serve;
  await serve({ config, logger, sandbox, withParent: isRunByNpm(env) });
}

main().catch(giveUp);
