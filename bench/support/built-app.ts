/** The app as `npm start` runs it, after `npm run build`: with its memory as that is in life. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { START_ARGUMENTS } from '../../test/support/start-arguments';

export interface BuiltApp {
  url: string;
  /** What it has in memory, in MB. */
  residentMb(): number;
  stop(): Promise<void>;
}

/** Starts it with an empty data folder and an API that does not answer, and waits until it prints its address. */
export async function startBuilt(env: Record<string, string>): Promise<BuiltApp> {
  const folder = mkdtempSync(path.join(tmpdir(), 'built-app-'));
  const child = spawn(process.execPath, START_ARGUMENTS, {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...ALONE, DATA_DIR: folder, ...env },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.once('exit', () => reject(new Error(`The app ended before it listened; is it built?\n${said}`)));
    // It is read to the end: a full pipe would stop the app.
    child.stdout.on('data', (chunk: Buffer) => {
      if (said.length < MOST_SAID) said += chunk.toString();
      const address = /^Onboarding example: (http\S+)$/m.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
  return {
    url,
    residentMb: () =>
      Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024,
    stop: async () => {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}

const MOST_SAID = 10_000;
const ALONE = {
  PORT: '0',
  TEN99POLICY_API_KEY: 't9k_test_aKeyThatNoServerIsAskedWith',
  TEN99POLICY_API_BASE: 'http://127.0.0.1:9/api/v1',
};
