/** The nginx of docs/scaling.md, on ports of the test. */
import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { until } from '../../support/harness';
import { newFolder } from '../../server/support/process';

const run = promisify(execFile);
const SCALING = path.join(__dirname, '..', '..', '..', 'docs', 'scaling.md');
const [, DOCUMENTED = ''] = /```nginx\n([^]*?)```/.exec(readFileSync(SCALING, 'utf8')) ?? [];

export interface Nginx {
  url: string;
  /** How many requests each port was given. */
  served(): Map<number, number>;
  /** Takes a process out, or (null) none, and waits until what was given to it before is over. */
  leaveOut(port: number | null): Promise<void>;
  stop(): Promise<void>;
}

export async function startNginx(port: number, [first, second]: readonly [number, number]): Promise<Nginx> {
  const folder = newFolder();
  const file = path.join(folder, 'nginx.conf');
  const log = path.join(folder, 'requests.log');
  const write = (without: number | null) => {
    const servers = DOCUMENTED.replace(':8080', `:${port}`)
      .replace(':3001', `:${first}`)
      .replace(':3002', `:${second}`)
      .replace(`:${without};`, `:${without} down;`);
    writeFileSync(file, configuration(folder, log, servers));
  };
  write(null);
  const nginx = spawn('nginx', ['-p', folder, '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  nginx.stderr.on('data', (chunk) => (said += String(chunk)));
  const ended = new Promise<void>((resolve) => nginx.once('close', () => resolve()));
  const missing = new Promise<never>((_resolve, reject) =>
    nginx.once('error', (error) => reject(new Error(`nginx cannot be started: ${error.message}`))),
  );
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(url).then(
      () => true,
      () => false,
    );
  await Promise.race([missing, until(answers)]).catch((error: unknown) => {
    throw new Error(`${String(error)} ${said}`);
  });
  const workers = async () => {
    const { stdout } = await run('ps', ['-o', 'pid=', '--ppid', String(nginx.pid)]).catch(() => ({
      stdout: '',
    }));
    return new Set(
      stdout
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    );
  };
  return {
    url,
    served: () => {
      const lines = readFileSync(log, 'utf8').split('\n').filter(Boolean);
      const ports = lines.map((line) => Number(/:(\d+)$/.exec(line)?.[1]));
      return new Map([first, second].map((one) => [one, ports.filter((other) => other === one).length]));
    },
    leaveOut: async (without) => {
      const before = await workers();
      write(without);
      nginx.kill('SIGHUP');
      await until(async () => {
        const now = await workers();
        return now.size > 0 && [...before].every((pid) => !now.has(pid));
      });
    },
    stop: async () => {
      nginx.kill('SIGTERM');
      await ended;
    },
  };
}

const configuration = (folder: string, log: string, servers: string) => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${folder}/nginx.pid;
error_log stderr error;
worker_processes 1;
# Live pages go on for ever.
worker_shutdown_timeout 5s;
events { worker_connections 512; }
http {
  log_format upstream '$request $upstream_addr';
  access_log ${log} upstream;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  ${servers}
}
`;
