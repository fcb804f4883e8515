/**
 * `npm run webhook:check -- URL --secret S`: tries any webhook receiver, in any language, on twenty cases, and prints what
 * each came to. `--secret` may be given several times, for all secrets that are in force there; `--scheme` says how
 * deliveries are signed, as TEN99POLICY_WEBHOOK_SCHEME does; `--seen URL` names a page that changes when an event is kept.
 */
import { makeSchemes, readSchemes, SchemeTextError } from '../src/webhooks/schemes/chosen';
import type { SignatureScheme } from '../src/webhooks/schemes/scheme';
import { isUsableSecret, UnusableSecretError } from '../src/webhooks/secrets';
import { readWords, runCommand, UsageError } from './support/command';
import { checkReceiver, type Result } from './webhook-check/check';

const USAGE = 'npm run webhook:check -- URL --secret S [--secret S2] [--scheme TEXT] [--seen URL]';

async function main(args: string[]): Promise<number> {
  const { values, positionals } = readWords(USAGE, args, {
    secret: { type: 'string', multiple: true, default: [] },
    scheme: { type: 'string', default: 'timestamped' },
    seen: { type: 'string' },
  });
  const [url = ''] = positionals;
  if (!URL.canParse(url)) throw new UsageError('Which URL?', USAGE);
  const [first, ...more] = values.secret;
  if (first === undefined) throw new UsageError('The secret is missing: --secret S.', USAGE);
  if (![first, ...more].every(isUsableSecret)) throw new UnusableSecretError();
  const scheme = oneScheme(values.scheme);
  if (![first, ...more].every((secret) => scheme.takes(secret))) {
    throw new Error(`A secret is not written as the scheme ${scheme.name} needs it.`);
  }
  const results = await checkReceiver({ url, secrets: [first, ...more], scheme, seen: values.seen });
  print(results);
  return results.every(({ passed }) => passed) ? 0 : 1;
}

/** @throws UsageError */
function oneScheme(text: string): SignatureScheme {
  try {
    const [scheme, ...others] = makeSchemes(readSchemes(text));
    if (scheme && others.length === 0) return scheme;
    throw new SchemeTextError('has to name one scheme');
  } catch (error) {
    throw error instanceof SchemeTextError ? new UsageError(`--scheme ${error.message}.`, USAGE) : error;
  }
}

function print(results: readonly Result[]): void {
  const rows = [
    ['', 'case', 'expected', 'got'],
    ...results.map(({ name, expected, got, passed }) => [passed ? 'ok' : 'FAIL', name, expected, got]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
  console.log(`\n${results.filter(({ passed }) => passed).length} of ${results.length}`);
}

void runCommand(main);
