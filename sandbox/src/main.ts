/** `npm run sandbox`: the local sandbox alone, for any client in any language. */
// First of all: nothing below can be counted on with an older Node.
import '../../scripts/check-node.js';
import { giveUp } from '../../lib/start-error';
import { stopWhenTold } from '../../lib/stop';
import { createLogger } from './logger';
import { loadEnvFile, readSandboxSettings } from './settings';
import { startSandbox } from './start';

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { isRunByNpm, logLevel, ...settings } = readSandboxSettings(loadEnvFile());
  const logger = createLogger(logLevel);
  const sandbox = await startSandbox({ ...settings, logger });
  stopWhenTold({ logger, withParent: isRunByNpm }, () => sandbox.stop());
  say(`Local sandbox:  ${sandbox.url}`);
  say(`API base URL:   ${sandbox.url}/api/v1`);
  say(`API key:        ${sandbox.apiKey}`);
  say(`Data folder:    ${settings.dataDir}`);
}

main().catch(giveUp);
