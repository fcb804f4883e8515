/** The page of the gate: a form to try it, and how to ask it from a program. */
import { Router, type Request } from 'express';
import { counted } from '../../lib/counted';
import { errorsByField, type FormError } from '../forms/form';
import { day } from '../lib/dates';
import type { PageOptions } from '../pages/page';
import { render, view } from '../pages/view';
import { patterns } from '../paths';
import type { ApiClock } from '../policy-api/api-clock';
import type { Gate } from './ask';
import { examplesOf } from './examples';
import type { GateAnswer } from './gate';
import { readGateForm, type GateFormValues } from './gate-form';

export interface GatePageDeps extends PageOptions {
  gate: Pick<Gate, 'ask'>;
  apiClock: Pick<ApiClock, 'now'>;
  /** The origin that browsers and programs reach the app at. */
  publicUrl: string;
}

interface GateView {
  action: string;
  values: GateFormValues;
  errors: FormError[];
  fieldErrors: Record<string, string>;
  answer: ReturnType<typeof answerView> | null;
  examples: ReturnType<typeof examplesOf>;
  keysHref: string;
}
export const gateView = view<GateView>('compliance/gate');

export function gatePageRoutes(deps: GatePageDeps): Router {
  const { paths, gate, apiClock, publicUrl } = deps;
  const router = Router();
  router.get(patterns.gatePage, async (req, res) => {
    const values = valuesOf(req);
    const now = apiClock.now() / 1000;
    // Whoever opens the page has asked nothing yet.
    const read = Object.keys(req.query).length === 0 ? null : readGateForm(values, now);
    const answer = read?.question ? await gate.ask(read.question) : null;
    const errors = read?.errors ?? [];
    if (errors.length > 0) res.status(422);
    const title = `${errors.length > 0 ? 'Error: ' : ''}Ask the gate`;
    render(
      res,
      gateView,
      deps,
      { title, withForms: false },
      {
        action: paths.gatePage,
        values,
        errors,
        fieldErrors: errorsByField(errors),
        answer: answer && answerView(answer),
        examples: examplesOf(publicUrl + paths.gate, publicUrl + paths.gateBatch, values),
        keysHref: paths.keys,
      },
    );
  });
  return router;
}

function valuesOf({ query }: Request): GateFormValues {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim() : '');
  return { contractor: text('contractor'), job: text('job'), at: text('at'), coverage: text('coverage') };
}

function answerView({ decision, reasons, from, until, age_seconds: age, ...rest }: GateAnswer) {
  return {
    decision,
    reasons,
    from: day(from),
    until: day(until),
    age:
      age === null
        ? null
        : age < 1
          ? 'asked of the API just now'
          : `${counted(Math.round(age), 'second')} old`,
    json: JSON.stringify({ decision, ...rest, from, until, reasons, age_seconds: age }, null, 2),
  };
}
