/**
 * `npm run doctor`: what is wrong with this installation. Each line is a check and its finding, with what mends it below.
 * Ends with 1 when something has to be mended. It looks from outside, whether the app runs or not.
 */
import { StartError } from '../lib/start-error';
import { ConfigError, loadEnvFile, readConfig, type Config } from '../src/config';
import { doctorDeps } from '../src/doctor/deps';
import { problem, reasonOf, type Finding } from '../src/doctor/finding';
import { isWell, runChecks } from '../src/doctor/run-checks';
import { OWN_WORDS } from '../src/own-words';
import type { Database } from '../src/store/database';
import { createStore } from '../src/store/store';
import { readWords, runCommand } from './support/command';
import { installationOf, openDatabase } from './support/installation';

const USAGE = 'npm run doctor';

/** What still holds a connection then is left behind. */
const END_MS = 2_000;

const MARKS = { ok: 'ok  ', warning: 'look', problem: 'FAIL', skipped: '-   ' } as const;

async function main(args: string[]): Promise<number> {
  readWords(USAGE, args, {}, false);
  const config = settings();
  const findings = Array.isArray(config) ? config : await look(config);
  for (const { check, outcome, finding, fix } of findings) {
    console.log(`${MARKS[outcome]}  ${check}: ${finding}`);
    if (fix !== null) console.log(`      ${fix}`);
  }
  const wrong = findings.filter(({ outcome }) => outcome === 'problem').length;
  console.log(isWell(findings) ? '\nNothing has to be mended.' : `\nTo be mended: ${wrong}`);
  setTimeout(() => process.exit(), END_MS).unref();
  return isWell(findings) ? 0 : 1;
}

/** The settings, or what is wrong with them: nothing else can be told then. */
function settings(): Config | Finding[] {
  try {
    return readConfig(loadEnvFile());
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const problems = error instanceof ConfigError ? error.problems : [error.message];
    return problems.map((text) => ({
      check: 'Settings',
      ...problem(text, 'Change it in .env or in the environment, and check again.'),
    }));
  }
}

async function look(config: Config): Promise<Finding[]> {
  const { isLocal, ...installation } = installationOf(config);
  const { database, failure } = opened(config);
  const store = database && createStore(database, Date.now);
  try {
    return await runChecks(
      doctorDeps({
        ...installation,
        secrets: config.webhooks.secrets,
        // With a sandbox on this machine the app learns the secret by itself.
        verify: config.webhooks.verify ?? (isLocal ? 'signature' : null),
        store,
        proveDatabase: async () => {
          if (failure !== null) throw failure;
          if (store === null) return 'There is no database yet: it is made at the first start.';
          await store.proveDurable();
          return 'The database committed a small change.';
        },
        dataDir: config.databaseUrl === null ? config.dataDir : null,
        words: OWN_WORDS,
        now: Date.now,
      }),
    );
  } finally {
    installation.api.close();
    // One that does not answer would keep it waiting.
    void store?.close().catch(() => undefined);
  }
}

function opened(config: Config): { database: Database | null; failure: Error | null } {
  try {
    return { database: openDatabase(config), failure: null };
  } catch (error) {
    return { database: null, failure: error instanceof Error ? error : new Error(reasonOf(error)) };
  }
}

void runCommand(main);
