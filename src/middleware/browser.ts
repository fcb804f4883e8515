import { createHmac } from 'node:crypto';
import { remember } from '../../lib/remember';
import type { CookieOptions, Express, Request, Response } from 'express';

declare module 'express-serve-static-core' {
  interface Request {
    /** The browser that the request comes from. */
    browser: Browser;
  }
}

export interface BrowserSettings {
  publicUrl: string;
  secret: string;
  /** Makes 256 random bits, as 43 letters. */
  newToken: () => string;
}

interface BrowserMeans extends Pick<BrowserSettings, 'secret' | 'newToken'> {
  /** What was signed of late: each page of a browser has the same. */
  signed: Map<string, string>;
}

/** Signatures of so many texts are at hand. */
const MOST_SIGNED = 1000;
const ID = 'onboarding';
const VALID_ID = /^[\w-]{43}$/;
const NOTICE = 'notice';
const NOTICE_LIFE_MS = 60_000;

/** Makes `req.browser`. Nothing is stored here: the browser itself keeps what makes it known again. */
export function setUpBrowser(app: Express, { publicUrl, ...settings }: BrowserSettings): void {
  const { protocol, host } = new URL(publicUrl);
  const means = { ...settings, signed: new Map<string, string>() };
  const names = { https: protocol === 'https:', mark: host.replace(/[^\w.-]/g, '-') };
  app.use((req, res, next) => {
    req.browser = new Browser(new Cookies(req, res, names), means);
    next();
  });
}

/** A browser, known by a random id that it keeps in a cookie. */
export class Browser {
  /** Whether the operator has signed in with it. */
  signedIn = false;
  /** Null until it is given one. */
  id: string | null;
  /** What the next page is to say (see src/pages/notice.ts). */
  readonly session: object;
  private readonly cookies: Cookies;
  private readonly settings: BrowserMeans;

  constructor(cookies: Cookies, settings: BrowserMeans) {
    this.cookies = cookies;
    this.session = new BriefSession(this);
    this.settings = settings;
    const id = this.cookies.get(ID);
    this.id = id !== undefined && VALID_ID.test(id) ? id : null;
  }

  /** Gives it a new id, which it keeps for so many milliseconds, or until it is closed. */
  giveId(lifeMs: number | null = null): string {
    const id = this.settings.newToken();
    this.keepId(id, lifeMs);
    return id;
  }

  keepId(id: string, lifeMs: number | null): void {
    this.id = id;
    this.cookies.set(ID, id, lifeMs);
  }

  forgetId(): void {
    this.id = null;
    this.cookies.clear(ID);
  }

  /** What the browser keeps under a name of its own, if it does. */
  kept(name: string): string | undefined {
    const kept = this.cookies.get(name);
    try {
      return kept && decodeURIComponent(kept);
    } catch {
      return undefined;
    }
  }

  /** Has the browser keep a text, or forget it (null). */
  keep(name: string, text: string | null, lifeMs: number): void {
    if (text === null) this.cookies.clear(name);
    else this.cookies.set(name, encodeURIComponent(text), lifeMs);
  }

  /** What only this app can make of the browser's id, for one purpose. */
  sign(id: string, purpose: string): string {
    const text = `${purpose}\n${id}`;
    const { secret, signed } = this.settings;
    const known = signed.get(text);
    if (known !== undefined) return known;
    const made = createHmac('sha256', secret).update(text).digest('base64url');
    remember(signed, text, made, MOST_SIGNED);
    return made;
  }
}

/** What a browser keeps for the next page, in a cookie of its own, so that nothing has to wait for the disk. */
class BriefSession {
  readonly #browser: Browser;

  constructor(browser: Browser) {
    this.#browser = browser;
  }

  get policyAppNotice(): string | undefined {
    return this.#browser.kept(NOTICE);
  }

  set policyAppNotice(text: string | undefined) {
    this.#browser.keep(NOTICE, text ?? null, NOTICE_LIFE_MS);
  }
}

/** Browsers share cookies between all ports of a host, so the names hold the address of this app. */
class Cookies {
  private readonly req: Request;
  private readonly res: Response;
  private readonly names: { https: boolean; mark: string };

  constructor(req: Request, res: Response, names: { https: boolean; mark: string }) {
    this.req = req;
    this.res = res;
    this.names = names;
  }

  get(name: string): string | undefined {
    const start = `${this.nameOf(name)}=`;
    const pairs = (this.req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    return pairs.find((pair) => pair.startsWith(start))?.slice(start.length);
  }

  set(name: string, value: string, lifeMs: number | null): void {
    const life = lifeMs === null ? {} : { maxAge: lifeMs };
    this.res.cookie(this.nameOf(name), value, { ...this.options, ...life });
  }

  clear(name: string): void {
    this.res.clearCookie(this.nameOf(name), this.options);
  }

  private nameOf(name: string): string {
    const { https, mark } = this.names;
    return `${https ? '__Host-' : ''}${name}-${mark}`;
  }

  private get options(): CookieOptions {
    return { httpOnly: true, sameSite: 'lax', secure: this.names.https, path: '/', encode: String };
  }
}
