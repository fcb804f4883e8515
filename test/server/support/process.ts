import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { SETTINGS } from '../../../src/config/settings';

const root = path.resolve(__dirname, '..', '..', '..');
/** The server from its TypeScript, as arguments of a command line. */
export const serverCommand = [
  process.execPath,
  '--require',
  path.join(root, 'bench/register.js'),
  path.join(root, 'src/server.ts'),
];
const children: ChildProcess[] = [];
const folders: string[] = [];

/** Kills what still runs and removes its folders: call it after the tests. */
export function tidyUp(): void {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}

export function newFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'server-'));
  folders.push(folder);
  return folder;
}

/** A port that nobody listens on at the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Starts the server as a person would, from another working directory, on free ports. */
export function startServer(env: Record<string, string>, [program, ...args] = serverCommand) {
  // Empty means unset, so that no .env of the project folder comes in.
  const unset = Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, '']));
  const child = spawn(program!, args, {
    cwd: os.tmpdir(),
    env: {
      ...unset,
      PATH: process.env.PATH ?? '',
      PORT: '0',
      SANDBOX_PORT: '0',
      LOG_LEVEL: 'silent',
      ...env,
    },
  });
  children.push(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += String(chunk)));
  child.stderr.on('data', (chunk) => (said.err += String(chunk)));
  const ended = new Promise<number | string | null>((resolve) =>
    child.on('close', (code, signal) => resolve(code ?? signal)),
  );
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const address = /Onboarding example: +(http:\S+)\n/.exec(said.out)?.[1];
      if (address) resolve(address);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${said.err}`)));
  });
  url.catch(() => undefined);
  return { child, url, ended, said };
}
