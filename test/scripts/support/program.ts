import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { PROJECT_ROOT } from '../../../lib/project-root';
import { SETTINGS } from '../../../src/config/settings';

const TYPESCRIPT = path.join(PROJECT_ROOT, 'bench/register.js');

/** Runs a script of the project to its end, as a person would. Empty means unset, so that no .env comes in. */
export async function runScript(script: string, env: Record<string, string>, ...args: string[]) {
  const unset = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, '']));
  const child = spawn(process.execPath, ['--require', TYPESCRIPT, path.join('scripts', script), ...args], {
    cwd: PROJECT_ROOT,
    env: { ...unset, PATH: process.env['PATH'] ?? '', ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += String(part)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, text };
}
