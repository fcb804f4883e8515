import type { Schema } from './schema';

/** What live pages show. Whatever is written to one of these is told to the pages that show it (see src/live/topics.ts). */
export const SHOWN_TABLES = [
  'onboardings',
  'events',
  'rejected_deliveries',
  'contractors',
  'standings',
  'known_objects',
] as const satisfies readonly (keyof Schema)[];
export type ShownTable = (typeof SHOWN_TABLES)[number];
