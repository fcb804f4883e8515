import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';

export interface ProjectCopy {
  folder: string;
  /** Runs a program of the copy, such as `src/server.ts`, to its end. */
  run(program: string, env?: Record<string, string>): Promise<{ code: number | null; err: string }>;
  remove(): void;
}

/** The project in a folder of its own, for what is read from there: `.env`, packages, package.json. */
export function copyProject(): ProjectCopy {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'project-'));
  const inProject = (name: string) => path.join(PROJECT_ROOT, name);
  for (const name of ['src', 'lib', 'sandbox/src', 'views']) {
    cpSync(inProject(name), path.join(folder, name), { recursive: true });
  }
  for (const name of [
    'public',
    'sandbox/views',
    'sandbox/public',
    'scripts',
    'package.json',
    'node_modules',
  ]) {
    symlinkSync(inProject(name), path.join(folder, name));
  }
  return {
    folder,
    run(program, env = {}) {
      const typescript = inProject('bench/register.js');
      const child = spawn(process.execPath, ['--require', typescript, path.join(folder, program)], {
        cwd: os.tmpdir(),
        env: { PATH: process.env.PATH ?? '', PORT: '0', SANDBOX_PORT: '0', ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: 60_000,
      });
      let err = '';
      child.stderr.on('data', (chunk) => (err += String(chunk)));
      return new Promise((resolve) => child.on('close', (code) => resolve({ code, err })));
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
