/**
 * `npm run drift`: does the sandbox still fit the real API? Makes the calls that change nothing, with the key of the
 * settings, and holds the answers against the sandbox's OpenAPI document. `--walk` also makes objects, in the vendor's
 * sandbox alone; `--out FILE` writes the report as JSON, or as Markdown for a name that ends in `.md`. It ends with 0
 * when all is as documented, 1 when something differs, and 2 when it could not find out.
 */
import { writeFileSync } from 'node:fs';
import { loadEnvFile, readConfig } from '../src/config';
import { createCaller } from './drift/caller';
import type { Report } from './drift/report';
import { checkDrift } from './drift/run';
import { asMarkdown, asText } from './drift/write';
import { readWords, runCommand } from './support/command';

const USAGE = 'npm run drift -- [--walk] [--out FILE]';

const NO_KEY = 'Set TEN99POLICY_API_KEY in .env or in the environment: a test key of your dashboard.';
const LIVE =
  'The walk makes objects, so it takes a test key and TEN99POLICY_ENVIRONMENT=sandbox. Leave --walk out, or set them.';

async function main(args: string[]): Promise<number> {
  const options = { walk: { type: 'boolean', default: false }, out: { type: 'string' } } as const;
  const { walk, out } = readWords(USAGE, args, options, false).values;
  const { key, baseUrl, proxy, environment } = readConfig(loadEnvFile()).api;
  if (key === null) throw new Error(NO_KEY);
  if (walk && (environment === 'production' || !key.includes('_test_'))) throw new Error(LIVE);
  const caller = createCaller({ baseUrl, apiKey: key, proxy });
  const report = await checkDrift(caller, { walk }).finally(() => caller.close());
  console.log(asText(report));
  if (out !== undefined) writeFileSync(out, out.endsWith('.md') ? asMarkdown(report) : asJson(report));
  return report.differences.length > 0 ? 1 : report.failures.length > 0 ? 2 : 0;
}

const asJson = (report: Report) => `${JSON.stringify(report, null, 2)}\n`;

void runCommand(main, () => 2);
