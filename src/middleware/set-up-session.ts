import type { Express } from 'express';
import session, { type Store } from 'express-session';

declare module 'express-session' {
  interface SessionData {
    /** Set once the operator has signed in. */
    signedIn?: boolean;
  }
}

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** Server-side sessions; the browser holds only a signed, random id. */
export function setUpSession(app: Express, options: { store: Store; secret: string; https: boolean }): void {
  app.use(
    session({
      name: options.https ? '__Host-onboarding' : 'onboarding',
      secret: options.secret,
      store: options.store,
      // An https address means a proxy in front, which says so in X-Forwarded-Proto; whoever else claims it gets no
      // more than a cookie of their own. TRUST_PROXY is about addresses, and need not be set for that.
      ...(options.https && { proxy: true }),
      resave: false,
      saveUninitialized: false,
      cookie: { httpOnly: true, sameSite: 'lax', secure: options.https, maxAge: WEEK, path: '/' },
    }),
  );
}
