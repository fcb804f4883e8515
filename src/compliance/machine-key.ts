import { createHash, randomBytes } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf } from '../lib/network';
import { PageError } from '../pages/page-errors';
import type { MachineKeyRepository } from '../store/machine-keys';
import { spend } from './allowance';

/** Of 256 random bits: nothing slower than SHA-256 is needed to keep it, and to look for the hash tells no time. */
export const newMachineKey = (): string => `gate_${randomBytes(32).toString('base64url')}`;

export const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** The key that a machine shows; null where it shows none. */
export function keyOf(req: Request): string | null {
  return /^Bearer +(\S{1,200})\s*$/i.exec(req.get('authorization') ?? '')?.[1] ?? null;
}

/** When a key was used last is written no more often. */
const NOTED_EVERY_MS = 5 * 60_000;
const WRONG_KEYS_A_MINUTE = 60;

export interface KeyCheckDeps {
  store: { machineKeys: Pick<MachineKeyRepository, 'findByHash' | 'noteUse'> };
  /** Epoch milliseconds. */
  now: () => number;
}

/** Lets in who shows a key that stands. Wrong ones are counted for each network. */
export function requireKey({ store: { machineKeys }, now }: KeyCheckDeps): RequestHandler {
  const wrong = new RateLimiterMemory({ points: WRONG_KEYS_A_MINUTE, duration: 60 });
  return async (req, res, next) => {
    const found = await machineKeys.findByHash(hashOf(keyOf(req) ?? ''));
    if (!found) {
      await spend(wrong, networkOf(req.ip), 1, res);
      res.set('WWW-Authenticate', 'Bearer');
      throw new UnknownKeyError();
    }
    if ((found.used_at ?? -Infinity) < now() - NOTED_EVERY_MS) await machineKeys.noteUse(found.id);
    next();
  };
}

class UnknownKeyError extends PageError {
  constructor() {
    super(
      401,
      'This key is not known',
      'It was revoked, or is not one of this app.',
      'Make one on the page Compliance, Keys, and send it as the header Authorization: Bearer KEY.',
    );
  }
}
