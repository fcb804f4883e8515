import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Response } from 'express';
import { ApiError, notFound } from '../api/errors';
import type { SandboxOptions } from '../options';
import { openAccount, type Account } from './account';

/** The accounts besides the one that all other keys share. */
export interface Accounts {
  /** Those that there are, open or not, by name. */
  names(): string[];
  isOpen(name: string): boolean;
  has(name: string): boolean;
  /**
   * Uses an account, which is made when there is none; it stays open until the answer is done.
   * @throws ApiError when there are too many
   */
  use(name: string, res: Response): Promise<Account['app']>;
  /**
   * Cuts the connections of calls that it has not answered yet.
   * @throws ApiError when there is none
   */
  remove(name: string): Promise<void>;
  start(): void;
  close(): Promise<void>;
}

const MOST_ACCOUNTS = 100;
/** An account that nobody has used for so long is closed, and opened when it is used again. */
const IDLE_MS = 10 * 60_000;

interface Opened {
  account: Account;
  /** What it is still to answer. */
  answers: Set<Response>;
  lastUsed: number;
}

export function createAccounts(options: SandboxOptions, publicUrl: () => string): Accounts {
  const idleMs = options.accountIdleMs ?? IDLE_MS;
  const folder = options.dataDir === undefined ? undefined : path.join(options.dataDir, 'accounts');
  const opened = new Map<string, Opened>();
  const closing = new Map<string, Promise<void>>();
  let started = false;
  let timer: NodeJS.Timeout | undefined;

  const folderOf = (name: string) => (folder === undefined ? undefined : path.join(folder, name));
  const kept = () => (folder !== undefined && existsSync(folder) ? readdirSync(folder) : []);
  const names = () => [...new Set([...kept(), ...opened.keys()])].sort();
  const has = (name: string) => opened.has(name) || existsSync(folderOf(name) ?? '');

  const open = (name: string): Opened => {
    if (!has(name) && names().length >= MOST_ACCOUNTS) throw tooMany();
    const place = {
      name,
      folder: folderOf(name),
      publicUrl: () => `${publicUrl()}/accounts/${name}`,
      others: () => [],
    };
    const one = {
      account: openAccount(place, options),
      answers: new Set<Response>(),
      lastUsed: performance.now(),
    };
    opened.set(name, one);
    if (started) one.account.start();
    return one;
  };
  const shut = (name: string): Promise<void> => {
    const one = opened.get(name);
    if (!one) return closing.get(name) ?? Promise.resolve();
    opened.delete(name);
    const closed = one.account.close().finally(() => closing.delete(name));
    closing.set(name, closed);
    // What waits in it is never done any more.
    for (const res of one.answers) res.destroy();
    return closed;
  };
  /** What is in memory would be lost, and what is to happen by itself would not happen before somebody comes. */
  const shutIdle = () => {
    for (const [name, { account, answers, lastUsed }] of opened) {
      if (folder === undefined || answers.size > 0 || performance.now() - lastUsed < idleMs) continue;
      const waiting = account.context.database.get(
        `SELECT 1 FROM deliveries WHERE state = 'pending' UNION ALL SELECT 1 FROM schedule LIMIT 1`,
      );
      if (!waiting)
        void shut(name).catch((err: unknown) => options.logger?.error({ err, name }, 'account not closed'));
    }
  };
  return {
    names,
    has,
    isOpen: (name) => opened.has(name),
    async use(name, res) {
      await closing.get(name);
      const one = opened.get(name) ?? open(name);
      one.answers.add(res);
      res.on('close', () => {
        one.answers.delete(res);
        one.lastUsed = performance.now();
      });
      return one.account.app;
    },
    async remove(name) {
      if (!has(name)) throw notFound(`There is no account ${name}.`);
      await shut(name);
      const place = folderOf(name);
      if (place !== undefined) rmSync(place, { recursive: true, force: true });
    },
    start() {
      started = true;
      for (const { account } of opened.values()) account.start();
      timer = setInterval(shutIdle, Math.min(idleMs, 60_000)).unref();
    },
    async close() {
      clearInterval(timer);
      await Promise.all([...opened.keys()].map(shut));
      await Promise.all(closing.values());
    },
  };
}

const tooMany = () =>
  new ApiError(
    403,
    'insufficient_permissions',
    `There are ${MOST_ACCOUNTS} accounts, which is the most there can be. Remove one: DELETE /_sandbox/accounts/NAME.`,
  );
