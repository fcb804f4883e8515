/** `npm run sandbox`: the local sandbox alone, for any client in any language. */
import path from 'node:path';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import closeWithGrace from 'close-with-grace';
import dotenv from 'dotenv';
import { createSandbox, type Sandbox } from './create-sandbox';
import { projectRoot } from './folders';
import { readSandboxSettings } from './settings';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** One clear line instead of a stack: whoever starts the sandbox can act on it. */
function giveUp(error: unknown): never {
  process.stderr.write(
    `The sandbox cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}

function listen(sandbox: Sandbox, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = sandbox.app.listen(port, '127.0.0.1', (error?: Error) => {
      if (!error) return resolve(server);
      const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      reject(inUse ? new Error(`port ${port} is in use. Set SANDBOX_PORT to another one.`) : error);
    });
  });
}

async function main(): Promise<void> {
  dotenv.config({ path: path.join(projectRoot, '.env'), quiet: true });
  const { port, dataDir } = readSandboxSettings();
  const log = (level: string) => (fields: object, message?: string) =>
    say(`${level} ${message ?? ''} ${JSON.stringify(fields, errorText)}`);
  const logger = { info: log('info'), warn: log('warn'), error: log('error') };
  const sandbox = createSandbox({ dataDir, logger });
  const server = await listen(sandbox, port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sandbox.setPublicUrl(url);
  sandbox.start();
  say(`Local sandbox:  ${url}`);
  say(`API base URL:   ${url}/api/v1`);
  say(`API key:        ${sandbox.apiKey}`);
  say(`Data folder:    ${dataDir}`);
  closeWithGrace({ delay: 5000 }, async ({ err }) => {
    if (err) process.stderr.write(`${err.stack ?? err.message}\n`);
    await new Promise((done) => {
      server.close(done);
      server.closeIdleConnections();
    });
    await sandbox.close();
  });
}

/** Errors have no enumerable fields; their text is what matters. */
const errorText = (_name: string, value: unknown): unknown => (value instanceof Error ? value.stack : value);

main().catch(giveUp);
