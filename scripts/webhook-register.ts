/**
 * `npm run webhook:register -- URL [--save FILE | --show]`: makes sure that the API has a webhook endpoint for URL. Done
 * again, it is the same endpoint. The signing secret is not shown: `--save .env` writes it there as
 * TEN99POLICY_WEBHOOK_SECRETS, `--show` prints it to this terminal.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isLoopbackHost } from '../lib/hosts';
import { loadEnvFile, readConfig } from '../src/config';
import { registerWebhook } from '../src/webhooks/register';
import { fingerprint } from '../src/webhooks/secrets';
import { readWords, runCommand, UsageError } from './support/command';
import { installationOf } from './support/installation';

const USAGE = 'npm run webhook:register -- URL [--save FILE | --show]';
const NAME = 'TEN99POLICY_WEBHOOK_SECRETS';

async function main(args: string[]): Promise<void> {
  const options = { save: { type: 'string' }, show: { type: 'boolean', default: false } } as const;
  const { values, positionals } = readWords(USAGE, args, options);
  const [url = ''] = positionals;
  if (!URL.canParse(url)) throw new UsageError('Which URL?', USAGE);
  const { api, apiBase, isLocal, webhookUrl } = installationOf(readConfig(loadEnvFile()));
  try {
    if (!isLocal) requireReachable(url);
    if (new URL(url).pathname !== new URL(webhookUrl).pathname)
      console.log(`Note: this app takes deliveries at ${new URL(webhookUrl).pathname} alone.`);
    const endpoint = { url, description: 'Onboarding example', remember: () => undefined };
    const { id, secret, others } = await registerWebhook(api, endpoint);
    console.log(`${id} at ${apiBase} sends all events to ${url}.`);
    if (others.length > 0)
      console.log(`Delete the others with this URL on the dashboard: ${others.join(', ')}.`);
    if (secret === null)
      console.log(`The API does not give the secret: copy it from the dashboard to ${NAME}.`);
    else handOver(secret, values);
  } finally {
    api.close();
  }
}

function requireReachable(url: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:') throw new Error('The API sends events to https alone.');
  if (isLoopbackHost(hostname))
    throw new Error('The API cannot reach this machine: name the address of a tunnel.');
}

function handOver(secret: string, { save, show }: { save?: string | undefined; show: boolean }): void {
  console.log(`Its secret has the fingerprint ${fingerprint(secret)}.`);
  if (show) console.log(`${NAME}=${secret}`);
  if (save !== undefined) saveTo(path.resolve(save), secret);
  if (!show && save === undefined)
    console.log(`To hand it to the app: --save .env writes it there, --show prints it here.`);
}

/** What the file says already is not changed: it may be another endpoint's, in use. */
function saveTo(file: string, secret: string): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const set = before
    .split(/\r?\n/)
    .find((line) => new RegExp(`^\\s*(export\\s+)?${NAME}\\s*=\\s*\\S`).test(line));
  if (set?.includes(secret)) return console.log(`${file} has it already.`);
  if (set !== undefined)
    throw new Error(
      `${file} sets ${NAME} to other secrets. Add this one behind a comma: see it with --show.`,
    );
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  appendFileSync(file, `${gap}${NAME}=${secret}\n`, { mode: 0o600 });
  console.log(`Written to ${file}. Start the app again.`);
}

void runCommand(main);
