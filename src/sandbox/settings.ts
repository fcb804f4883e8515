import path from 'node:path';
import { StartError } from '../lib/start-error';
import { projectRoot } from './folders';

export interface SandboxSettings {
  port: number;
  dataDir: string;
  /** Whether a script of npm runs the sandbox. */
  isRunByNpm: boolean;
}

/** Thrown when a setting cannot be used; the message names the variable and shows an example. */
export class SettingError extends StartError {}

/**
 * Reads the settings of the stand-alone sandbox: `SANDBOX_PORT` (4010) and `DATA_DIR` (./data, relative to the
 * project's folder, whatever the working directory is). The sandbox keeps its own folder inside it.
 * @throws SettingError
 */
export function readSandboxSettings(env: NodeJS.ProcessEnv = process.env): SandboxSettings {
  const portText = (env['SANDBOX_PORT'] ?? '').trim() || '4010';
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65535) {
    throw new SettingError(`SANDBOX_PORT is ${JSON.stringify(portText)}: give a port number, e.g. 4010.`);
  }
  const dataDir = path.resolve(projectRoot, (env['DATA_DIR'] ?? '').trim() || './data', 'sandbox');
  return { port, dataDir, isRunByNpm: env['npm_lifecycle_event'] !== undefined };
}
