import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(__dirname, '..', '..', '..');
const folders: string[] = [];
const children: ChildProcess[] = [];

export function newFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'sandbox-main-'));
  folders.push(folder);
  return folder;
}

/** Kills what still runs and removes its folders: call it after each test. */
export function tidyUp(): void {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Runs the program from another working directory, as a person would. */
export function startProcess(env: Record<string, string>, ...args: readonly string[]) {
  const child = spawn(
    process.execPath,
    ['--require', path.join(root, 'bench/register.js'), path.join(root, 'sandbox/src/main.ts'), ...args],
    {
      cwd: os.tmpdir(),
      env: { PATH: process.env['PATH'] ?? '', SANDBOX_PORT: '0', ...env },
    },
  );
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += String(chunk)));
  child.stderr.on('data', (chunk) => (said.err += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const ready = new Promise<{ url: string; key: string }>((resolve, reject) => {
    child.stdout.on('data', () => {
      const [, url] = /Local sandbox: +(\S+)/.exec(said.out) ?? [];
      const [, key] = /API key: +(\S+)/.exec(said.out) ?? [];
      if (url && key) resolve({ url, key });
    });
    void ended.then(() => reject(new Error(said.err)));
  });
  ready.catch(() => undefined);
  return { child, ready, ended, said };
}
