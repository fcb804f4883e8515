import type { Request, Response } from 'express';

/** Who uses the pages for operators. */
export interface User {
  /** For code of yours, such as your layout: no page of ours shows it. */
  name: string;
  /** Where a form signs out, for a button in our own layout; absent: there is none. */
  signOut?: string | undefined;
}

/** A page as a host's own layout takes it. */
export interface HostedPage {
  /** Text, for the element `title`. */
  title: string;
  /** HTML for the head: styles and scripts. They carry the nonce, if there is one. */
  head: string;
  /** HTML for the body: one element of the class `policy-app`. It has the only `h1`, and no `main`. */
  body: string;
  /** Contractors come by a link, without an account; nothing of the operator's belongs around their pages. */
  for: 'operator' | 'contractor';
}

/** DEMO ONLY: the way to what demonstrates the app, and what is being demonstrated in this browser. */
export interface DemoBar {
  href: string;
  scene: DemoScene | null;
}

/** A scenario that is being played. */
export interface DemoScene {
  title: string;
  /** What is seen now. */
  seen: string;
  /** What the next press brings about; null at the end. */
  press: string | null;
  /** Which of its presses that is. */
  at: number;
  nextAction: string;
  endAction: string;
  presentAction: string;
}

/** What our own layout is called by, and where its colour is; null: it has ours. */
export interface Brand {
  name: string;
  stylesheet: string | null;
}

/** What pages ask of the site that they are a part of. */
export interface Host {
  /**
   * The token of your protection against forged forms: the name of the field, and the token for this browser. Mount the
   * protection itself before the operator's router, or give it as `guard`.
   */
  csrf: { field: string; token: (req: Request, res: Response) => string };
  /**
   * An object that is kept for a browser between its requests, such as `req.session`. It is changed while a page is made:
   * one in a cookie has to be written when the headers are. Contractors need none.
   */
  session: (req: Request) => object | undefined;
  /** Who is signed in, and sees all onboardings. Null: nobody, and the operator's pages are then shown to nobody. */
  user: (req: Request) => User | null;
  /** Answers with a page in your own layout, for contractors without a session too. The status is set. Absent: in ours. */
  render?: ((req: Request, res: Response, page: HostedPage) => Promise<void> | void) | undefined;
  /** The nonce of your Content-Security-Policy, where it lets scripts and styles in by nonce. */
  nonce?: ((req: Request, res: Response) => string) | undefined;
  /** DEMO ONLY: where the API is a local sandbox that the site started. */
  demo?: ((req: Request) => DemoBar) | undefined;
  /** For our own layout. By its name contractors are told who invited them, in a layout of yours too. */
  brand?: Brand | undefined;
}
