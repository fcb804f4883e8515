import { hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Database } from './database';
import { readSetting, writeSetting } from './kept-settings';
import type { SandboxLogger } from './logger';

/** What the clock shows where a state with a seed begins: 2026-01-01 12:00 UTC, in milliseconds. */
export const SEED_START = Date.UTC(2026, 0, 1, 12);

const seedText = 'Must be text of 1 to 100 letters.';
export const seedSchema = z.string(seedText).min(1, seedText).max(100, seedText);

/** As it is kept, and part of an export: a generator that goes on where it stopped gives no id twice. */
export const keptSeedSchema = z.strictObject({
  seed: seedSchema,
  /** How often something was drawn, by what for. */
  drawn: z.record(z.string(), z.int().min(0)),
  /** Whether the clock goes on by itself all the same. */
  runs: z.boolean().optional(),
});
type KeptSeed = z.output<typeof keptSeedSchema>;

/** Random bytes for a purpose; with a seed the same for the same draw of the same purpose. */
export type Draw = (purpose: string, length: number) => Buffer;

const NAME = 'seed';

function readSeed(database: Database): KeptSeed | undefined {
  const text = readSetting(database, NAME);
  return text === undefined ? undefined : keptSeedSchema.safeParse(JSON.parse(text)).data;
}

/** The seed of the state; null when ids are random. */
export const seedOf = (database: Database): string | null => readSeed(database)?.seed ?? null;

/** The seed for which the clock stands; null when the clock runs. */
export const standingSeedOf = (database: Database): string | null =>
  readSeed(database)?.runs ? null : seedOf(database);

/** Gives an empty state a seed, in the running transaction. */
export const writeSeed = (database: Database, seed: string, runs = false): void =>
  writeSetting(database, NAME, JSON.stringify({ seed, drawn: {}, runs } satisfies KeptSeed));

/**
 * Draws from the seed if there is one. How far it is, is kept with what is drawn: a transaction that is undone undoes
 * its draws too.
 */
export const createDraw =
  (database: Database): Draw =>
  (purpose, length) => {
    const kept = readSeed(database);
    if (!kept) return randomBytes(length);
    const count = kept.drawn[purpose] ?? 0;
    const drawn = { ...kept.drawn, [purpose]: count + 1 };
    writeSetting(database, NAME, JSON.stringify({ ...kept, drawn } satisfies KeptSeed));
    return Buffer.from(hkdfSync('sha256', kept.seed, '', `${purpose} ${count}`, length));
  };

/** At least 0 and below 1. */
export const drawNumber = (draw: Draw): number => draw('chance', 4).readUInt32BE() / 2 ** 32;

/** The seed of the settings, for a state that holds nothing yet; another one stays as it is. */
export function plantSeed(database: Database, seed: string, logger: SandboxLogger): void {
  if (seedOf(database) === seed) return;
  database.transaction(() => {
    // The sample requirement is there from the start; it is made anew, at the time of the seed.
    if (database.all('SELECT seq FROM objects LIMIT 2').length > 1) {
      logger.warn({ seed }, 'the sandbox holds objects already, so it takes no seed; reset it with the seed');
      return;
    }
    database.run('DELETE FROM lookups');
    database.run('DELETE FROM objects');
    writeSeed(database, seed);
  });
}
