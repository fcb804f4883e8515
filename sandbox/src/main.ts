/** `npm run sandbox`: the local sandbox alone, for any client in any language. */
// First of all: nothing below can be counted on with an older Node.
import '../../scripts/check-node.js';
import { giveUp } from '../../lib/start-error';
import { stopWhenTold } from '../../lib/stop';
import { readCommandLine, usage } from './command-line';
import { createLogger } from './logger';
import { loadEnvFile, readSandboxSettings } from './settings';
import { startSandbox } from './start';

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(args: readonly string[]): Promise<void> {
  const { flags, json, help } = readCommandLine(args);
  if (help) return say(usage());
  const { isRunByNpm, logLevel, ...settings } = readSandboxSettings(loadEnvFile(), flags);
  const logger = createLogger(logLevel, json ? 'stderr' : 'stdout');
  const sandbox = await startSandbox({ ...settings, logger });
  stopWhenTold({ logger, withParent: isRunByNpm }, () => sandbox.stop());
  const { url, apiKey } = sandbox;
  const base = `${url}/api/v1`;
  if (json) return say(JSON.stringify({ url, api_base_url: base, api_key: apiKey }));
  say(`Local sandbox:  ${url}`);
  say(`API base URL:   ${base}`);
  say(`API key:        ${apiKey}`);
  say(`Data folder:    ${settings.dataDir ?? 'none, all is in memory'}`);
}

main(process.argv.slice(2)).catch(giveUp);
