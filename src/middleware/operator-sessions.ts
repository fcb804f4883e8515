import { createHash, timingSafeEqual } from 'node:crypto';
import type { Response } from 'express';
import type { SessionRepository } from '../store/sessions';
import type { Browser } from './browser';

const DAY = 24 * 60 * 60 * 1000;
/** A session ends when it was not used for so long. */
const LIFE_MS = 7 * DAY;
/** How often a live page asks whether its session was ended elsewhere, or ran out. */
const CHECK_EVERY_MS = 5000;

/**
 * The sessions of operators. A session is a row under a key that only this app can make, of the browser's id and the
 * password: without the row, with another password or another secret there is no session.
 */
export class OperatorSessions {
  private readonly store: SessionRepository;
  private readonly password: string;
  private readonly now: () => number;
  private readonly responses = new Map<string, Set<Response>>();

  constructor(store: SessionRepository, password: string, now: () => number) {
    this.store = store;
    this.password = password;
    this.now = now;
  }

  /** Compares in constant time, whatever the lengths. */
  isPassword(given: unknown): boolean {
    const digest = (text: string) => createHash('sha256').update(text).digest();
    return typeof given === 'string' && timingSafeEqual(digest(given), digest(this.password));
  }

  /** Whether the browser has a session. Using it makes it last longer, which is written once a day. */
  async has(browser: Browser): Promise<boolean> {
    const key = this.keyOf(browser);
    const expiresAt = key === null ? undefined : await this.store.expiry(key);
    if (browser.id === null || key === null || expiresAt === undefined) return false;
    if (expiresAt < this.now() + LIFE_MS - DAY) {
      await this.store.extend(key, this.now() + LIFE_MS);
      browser.keepId(browser.id, LIFE_MS);
    }
    return true;
  }

  /** Starts a session with a new id: an id planted before the sign-in is worth nothing. */
  async start(browser: Browser): Promise<void> {
    browser.giveId(LIFE_MS);
    await this.store.start(this.keyOf(browser) ?? '', this.now() + LIFE_MS);
    browser.signedIn = true;
  }

  /** Ends the session and what it still has open here, such as live pages. */
  async end(browser: Browser): Promise<void> {
    const key = this.keyOf(browser);
    if (key === null) return;
    await this.store.end(key);
    this.responses.get(key)?.forEach(endLive);
    browser.forgetId();
  }

  /** Ends a response that goes on for long, such as a live page, with the session that it belongs to. */
  endWithSession(browser: Browser, response: Response): void {
    const key = this.keyOf(browser);
    if (key === null || response.closed) return;
    const open = this.responses.get(key) ?? new Set();
    this.responses.set(key, open.add(response));
    const check = () =>
      // What cannot be told now is told by the next look.
      void this.store.expiry(key).then(
        (expiresAt) => expiresAt === undefined && endLive(response),
        () => undefined,
      );
    const timer = setInterval(check, CHECK_EVERY_MS);
    response.on('close', () => {
      clearInterval(timer);
      open.delete(response);
      if (open.size === 0) this.responses.delete(key);
    });
  }

  private keyOf(browser: Browser): string | null {
    return browser.id === null ? null : browser.sign(browser.id, `session ${this.password}`);
  }
}

/** Other responses, which have not begun yet, come to their own end. */
function endLive(response: Response): void {
  if (response.headersSent) response.end();
}
