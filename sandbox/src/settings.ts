import path from 'node:path';
import { readEnvFile } from '../../lib/env-file';
import { readFolder } from '../../lib/folder-setting';
import { isHostWithPort } from '../../lib/hosts';
import { isLogLevel, LOG_LEVELS } from '../../lib/logger';
import { StartError } from '../../lib/start-error';
import { PROJECT_ROOT } from '../../lib/project-root';

export interface SandboxSettings {
  port: number;
  dataDir: string;
  /** Names that it answers to besides those of this machine. */
  otherHosts: string[];
  logLevel: string;
  /** Whether a script of npm runs the sandbox. */
  isRunByNpm: boolean;
}

/** Thrown when a setting cannot be used; the message names the variable and shows an example. */
export class SettingError extends StartError {}

/**
 * Reads `.env` of the project's folder into the environment. Variables that are set already win.
 * @throws EnvFileError
 */
export function loadEnvFile(): NodeJS.ProcessEnv {
  const values = readEnvFile(path.join(PROJECT_ROOT, '.env'), (name) => name === 'DATA_DIR');
  for (const [name, value] of Object.entries(values)) process.env[name] ??= value;
  return process.env;
}

/**
 * Reads the settings of the sandbox: `SANDBOX_PORT` (4010), `SANDBOX_HOSTS` (none), `LOG_LEVEL` (info) and `DATA_DIR`
 * (./data, relative to the project's folder, whatever the working directory is), where it has a folder of its own.
 * @throws SettingError
 */
export function readSandboxSettings(env: NodeJS.ProcessEnv): SandboxSettings {
  const portText = (env['SANDBOX_PORT'] ?? '').trim() || '4010';
  const port = Number(portText);
  if (!/^\d+$/.test(portText) || port > 65535) {
    throw new SettingError(`SANDBOX_PORT is ${JSON.stringify(portText)}: give a port number, e.g. 4010.`);
  }
  const data = readFolder((env['DATA_DIR'] ?? '').trim() || './data', PROJECT_ROOT);
  if ('problem' in data) throw new SettingError(`DATA_DIR ${data.problem}, e.g. DATA_DIR=./data.`);
  const dataDir = path.join(data.folder, 'sandbox');
  const logLevel = (env['LOG_LEVEL'] ?? '').trim() || 'info';
  if (!isLogLevel(logLevel)) {
    throw new SettingError(`LOG_LEVEL is ${JSON.stringify(logLevel)}: give one of ${LOG_LEVELS.join(', ')}.`);
  }
  const otherHosts = (env['SANDBOX_HOSTS'] ?? '').split(/[\s,]+/).filter(Boolean);
  if (!otherHosts.every(isHostWithPort)) {
    throw new SettingError(
      'SANDBOX_HOSTS must be host names, separated by commas, e.g. host.docker.internal.',
    );
  }
  return { port, dataDir, otherHosts, logLevel, isRunByNpm: env['npm_lifecycle_event'] !== undefined };
}
