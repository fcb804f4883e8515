/** `npm run sandbox`: the local sandbox alone, for any client in any language. */
import closeWithGrace from 'close-with-grace';
import { stopWithParent } from '../lib/parent';
import { giveUp } from '../lib/start-error';
import { loadEnvFile, readSandboxSettings } from './settings';
import { startSandbox } from './start';

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { port, dataDir, isRunByNpm } = readSandboxSettings(loadEnvFile());
  if (isRunByNpm) stopWithParent();
  const log = (level: string) => (fields: object, message?: string) =>
    say(`${level} ${message ?? ''} ${JSON.stringify(fields, errorText)}`);
  const logger = { info: log('info'), warn: log('warn'), error: log('error') };
  const sandbox = await startSandbox({ dataDir, port, logger });
  closeWithGrace({ delay: 5000 }, async ({ err }) => {
    if (err) process.stderr.write(`${err.stack ?? err.message}\n`);
    await sandbox.stop();
  });
  say(`Local sandbox:  ${sandbox.url}`);
  say(`API base URL:   ${sandbox.url}/api/v1`);
  say(`API key:        ${sandbox.apiKey}`);
  say(`Data folder:    ${dataDir}`);
}

/** Errors have no enumerable fields; their text is what matters. */
const errorText = (_name: string, value: unknown): unknown => (value instanceof Error ? value.stack : value);

main().catch(giveUp);
