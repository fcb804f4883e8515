import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { draftOf, noDraft, type Draft } from '../application/drafts';
import { cardOf, testCard } from '../cards';
import type { SandboxContext } from '../context';
import { fieldsOf } from '../form-fields';
import { formGuard } from '../form-guard';
import { replaceCard } from '../insurance/replace-card';
import type { Stored } from '../model/kinds';
import type { Contractor } from '../model/parties';
import { showMessage } from '../pages/errors';
import { createShownOnce } from '../shown-once';
import { homeModel } from './home';
import { isPass, passOf } from './login-links';

const PATH = '/portal';
const COOKIE = 'sandbox_visit';
/** Seconds that a visit lasts. */
const VISIT = 12 * 60 * 60;
const guard = formGuard('sandbox_portal', PATH);

/**
 * The contractor portal behind login links: a stand-in for the vendor's, with what the sandbox has to show in it. A
 * link signs in for a visit; whoever has no visit is told where links come from.
 */
export function portalRouter(context: SandboxContext): Router {
  const router = Router();
  const drafts = createShownOnce<Draft>();
  router.get('/quick-access', (req, res) => {
    const { contractor_id: id, token } = req.query;
    const isGood = typeof id === 'string' && typeof token === 'string' && isPass(context, 'link', id, token);
    if (!isGood || !context.objects.find('contractor', id)) return showSignIn(res);
    const visit = `${id}.${passOf(context, 'visit', id, context.clock.seconds() + VISIT)}`;
    res.cookie(COOKIE, visit, { httpOnly: true, sameSite: 'lax', path: PATH }).redirect(303, PATH);
  });
  router.get(PATH, signedIn(context), (req, res) => {
    const visitor = visitorOf(res);
    res.render('portal/home', {
      page: { title: 'Your coverage', leave: null },
      model: {
        ...homeModel(context, visitor),
        card: `${PATH}/card`,
        signOut: `${PATH}/sign-out`,
        csrf: guard.token(context, req, res, visitor.id),
      },
    });
  });
  router.get(`${PATH}/card`, signedIn(context), (req, res) => {
    const visitor = visitorOf(res);
    const draft = drafts.take(guard.browserOf(req), visitor.id) ?? noDraft;
    res.render('portal/card', {
      page: { title: `${draft.errors.length > 0 ? 'Error: ' : ''}Your card`, leave: null },
      model: {
        ...draft,
        testCard,
        action: `${PATH}/card`,
        home: PATH,
        last4: visitor.data.card?.last4 ?? null,
        csrf: guard.token(context, req, res, visitor.id),
      },
    });
  });
  router.post(`${PATH}/card`, ...form(context), (req, res) => {
    const visitor = visitorOf(res);
    const fields = fieldsOf(req);
    const card = cardOf(visitor.data, fields['card_number']);
    if ('refusal' in card) {
      const errors = [{ field: 'card_number', text: card.refusal }];
      drafts.keep(guard.browserOf(req) ?? '', visitor.id, draftOf(errors, fields));
      return res.redirect(303, `${PATH}/card`);
    }
    context.database.transaction(() => replaceCard(context, visitor, card));
    res.redirect(303, `${PATH}#card`);
  });
  router.post(`${PATH}/sign-out`, ...form(context), (_req, res) => {
    res.clearCookie(COOKIE, { path: PATH });
    showMessage(res, { status: 200, title: 'You are signed out', text: 'You can close this page.' });
  });
  return router;
}

const visitorOf = (res: Response) => res.locals['visitor'] as Stored<Contractor>;

function signedIn(context: SandboxContext): RequestHandler {
  return (req, res, next) => {
    const visitor = readVisitor(context, req);
    if (!visitor) return showSignIn(res);
    res.locals['visitor'] = visitor;
    next();
  };
}

const form = (context: SandboxContext): RequestHandler[] => [
  express.urlencoded({ extended: false, limit: '20kb' }),
  signedIn(context),
  (req, res, next) => {
    if (guard.isOwn(context, req, visitorOf(res).id, fieldsOf(req)['_csrf'])) return next();
    const text = 'This form was opened in another browser, or too long ago. Open the page again.';
    showMessage(res, { status: 403, title: 'Please open the page again', text });
  },
];

function readVisitor(context: SandboxContext, req: Request): Stored<Contractor> | undefined {
  const [, id = '', pass = ''] =
    /(?:^|;\s*)sandbox_visit=([\w-]+)\.([\w.-]+)(?:;|$)/.exec(req.get('cookie') ?? '') ?? [];
  return isPass(context, 'visit', id, pass) ? context.objects.find('contractor', id) : undefined;
}

function showSignIn(res: Response): void {
  const text =
    'This link does not work, or not any more. In the sandbox, links come from POST /api/v1/contractors/{contractor}/login_link and work for an hour.';
  showMessage(res, { status: 403, title: 'Please open your link again', text });
}
