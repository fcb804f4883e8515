/** The local sandbox as `npm start` brings it along: a child process of the app. */
import { setTimeout as wait } from 'node:timers/promises';
import { runAsChild } from '../../lib/child-program';
import { FolderInUseError } from '../../lib/folder-lock';
import { createLogger } from './logger';
import { loadEnvFile, readSandboxSettings } from './settings';
import { startSandbox, type StartedSandbox } from './start';

/** A sandbox whose parent was killed ends a moment later, and has its folder until then. */
const PATIENCE_MS = 3000;
const LOOK_EVERY_MS = 100;

async function startOnceFolderIsFree(options: Parameters<typeof startSandbox>[0]): Promise<StartedSandbox> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await startSandbox(options);
    } catch (error) {
      if (!(error instanceof FolderInUseError) || performance.now() > end) throw error;
      await wait(LOOK_EVERY_MS);
    }
  }
}

void runAsChild(async () => {
  const { logLevel, ...settings } = readSandboxSettings(loadEnvFile());
  const logger = createLogger(logLevel);
  const sandbox = await startOnceFolderIsFree({ ...settings, logger });
  return { ready: { url: sandbox.url, apiKey: sandbox.apiKey }, stop: () => sandbox.stop() };
});
