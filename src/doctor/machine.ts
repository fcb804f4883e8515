/** What the machine has to have: a database that keeps things, room, and a Node that is new enough. */
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { SiteWords } from '../pages/site-words';
import { ok, problem, reasonOf, skipped, warning, type Check, type Said } from './finding';

export interface MachineDeps {
  /** Resolves with what is to be said of the database. @throws whatever is wrong with it */
  proveDatabase: () => Promise<string>;
  /** Where the embedded database is; null: it is elsewhere. */
  dataDir: string | null;
  /** Such as 24.11.0. */
  nodeVersion: string;
  words: SiteWords;
}

export function machineChecks(deps: MachineDeps): Record<string, Check> {
  return {
    Database: () => databaseSaid(deps),
    Disk: () => diskSaid(deps),
    'Node.js': () => nodeSaid(deps),
  };
}

async function databaseSaid({ proveDatabase, words }: MachineDeps): Promise<Said> {
  try {
    return ok(await proveDatabase());
  } catch (error) {
    return problem(
      `The database cannot be used: ${reasonOf(error)}`,
      `Check ${words.database}, and that there is room on its disk.`,
    );
  }
}

const MB = 1024 * 1024;
const [LITTLE, TOO_LITTLE] = [1024 * MB, 100 * MB];

async function diskSaid({ dataDir, words }: MachineDeps): Promise<Said> {
  if (dataDir === null) return skipped('The database is elsewhere, or not told of here.');
  const { bavail, bsize } = await statfs(firstThereIs(dataDir));
  const free = bavail * bsize;
  const finding = `${Math.round(free / MB).toLocaleString('en-US')} MB are free where ${dataDir} is.`;
  if (free >= LITTLE) return ok(finding);
  const fix = `Make room, or set ${words.dataDir} to a larger disk.`;
  return free < TOO_LITTLE ? problem(finding, fix) : warning(finding, fix);
}

/** A folder that is made at the first start has the room of the one that it is made in. */
function firstThereIs(folder: string): string {
  const above = path.dirname(folder);
  return existsSync(folder) || above === folder ? folder : firstThereIs(above);
}

/** The app would not have started with one that is too old (scripts/check-node.js). */
function nodeSaid({ nodeVersion }: MachineDeps): Said {
  const major = Number(nodeVersion.split('.')[0]);
  return major >= 22
    ? ok(`Node.js ${nodeVersion}.`)
    : warning(`Node.js ${nodeVersion} works, and is near its end.`, 'Install Node.js 24.');
}
