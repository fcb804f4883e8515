/** Two processes of the app on one PostgreSQL behind nginx, the local sandbox as their API, and a platform that is told. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort, newFolder, startServer } from '../../server/support/process';
import { testDatabase, type TestDatabase } from '../../support/databases';
import { startSandbox, until, type RunningSandbox } from '../../support/harness';
import { startNginx, type Nginx } from './nginx';

export const PASSWORD = 'a long pass phrase';

export interface Cluster {
  nginx: Nginx;
  sandbox: RunningSandbox;
  made: TestDatabase;
  members: [Member, Member];
  /** Bodies of the calls that the platform was told with. */
  told: { id: string; data: Record<string, unknown> }[];
  /** While set, the platform hears a call and does not answer it. */
  platform: { isSilent: boolean };
  stop(): Promise<void>;
}

/** One of the processes, which is started again on the same port. */
export interface Member {
  port: number;
  url: string;
  /** Resolves once it is ready. */
  start(): Promise<void>;
  /** Ends it, and gives back its exit code or the signal. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string | null>;
}

export async function startCluster(): Promise<Cluster> {
  const made = await testDatabase();
  if (made.url === null) {
    await made.drop();
    throw new Error('Set TEST_DATABASE_URL to the address of a PostgreSQL server.');
  }
  const sandbox = await startSandbox();
  const [port, first, second] = [await freePort(), await freePort(), await freePort()];
  const told: Cluster['told'] = [];
  const platform = { isSilent: false };
  const platformServer = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => (body += String(chunk)));
    req.on('end', () => {
      const { data } = JSON.parse(body) as { data: Record<string, unknown> };
      told.push({ id: String(req.headers['webhook-id']), data });
      if (!platform.isSilent) res.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => platformServer.listen(0, '127.0.0.1', resolve));
  const env = {
    DATABASE_URL: made.url,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    TRUST_PROXY: '1',
    OPERATOR_PASSWORD: PASSWORD,
    SESSION_SECRET: 'a secret of both processes',
    TEN99POLICY_API_KEY: sandbox.sandbox.apiKey,
    TEN99POLICY_API_BASE: `${sandbox.url}/api/v1`,
    TEN99POLICY_APPLICATION_HOSTS: new URL(sandbox.url).host,
    COVERAGE_HOOK_URL: `http://127.0.0.1:${(platformServer.address() as AddressInfo).port}/`,
    COVERAGE_HOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  };
  const members: Cluster['members'] = [memberOn(first, env), memberOn(second, env)];
  // It leaves out for a while whom it found away.
  await Promise.all(members.map((member) => member.start()));
  const nginx = await startNginx(port, [first, second]);
  return {
    nginx,
    sandbox,
    made,
    members,
    told,
    platform,
    stop: async () => {
      await Promise.all(members.map((member) => member.end('SIGTERM')));
      await nginx.stop();
      platformServer.close();
      await sandbox.stop();
      await made.drop();
    },
  };
}

function memberOn(port: number, env: Record<string, string>): Member {
  const url = `http://127.0.0.1:${port}`;
  let running: ReturnType<typeof startServer> | null = null;
  return {
    port,
    url,
    start: async () => {
      running = startServer({ ...env, PORT: String(port), DATA_DIR: newFolder() });
      await running.url;
      await until(() =>
        fetch(`${url}/health/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      );
    },
    end: (signal) => {
      running?.child.kill(signal);
      return running?.ended ?? Promise.resolve(null);
    },
  };
}
