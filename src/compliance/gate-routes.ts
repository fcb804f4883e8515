/**
 * The gate for machines: one question by GET or POST, or many in one POST. Each answer and each error is JSON.
 *
 * A question is flat, or written as AuthZEN's Access Evaluation API has it (openid.net, Authorization API 1.0); its
 * answer is too. Who may ask was found out before: an operator's session, or a key (machine-key.ts).
 */
import express, { Router, type ErrorRequestHandler, type Request } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { inTurn } from '../lib/in-turn';
import { networkOf } from '../lib/network';
import { MethodError, PageError } from '../pages/page-errors';
import { patterns } from '../paths';
import type { ApiClock } from '../policy-api/api-clock';
import { spend } from './allowance';
import type { Gate } from './ask';
import { hashOf, keyOf } from './machine-key';
import { fieldsOf, isAuthZen, readQuestion, type QuestionProblem } from './question';

export const MOST_AT_ONCE = 100;
/** Questions that one key, or the operators of one network, may ask in a minute. */
const QUESTIONS_A_MINUTE = 1_200;
/** So many of a batch are asked of the API side by side. */
const SIDE_BY_SIDE = 5;
const LONGEST_AGE_SECONDS = 3_600;

export interface GateRouteDeps {
  gate: Pick<Gate, 'ask'>;
  /** What "now" is to the API: the clock of a sandbox can be moved. */
  apiClock: Pick<ApiClock, 'now'>;
}

export function gateRoutes({ gate, apiClock }: GateRouteDeps): Router {
  const router = Router();
  const json = express.json({ limit: '100kb', type: () => true });
  const allowance = new RateLimiterMemory({ points: QUESTIONS_A_MINUTE, duration: 60 });

  async function answer(given: unknown, maxAge: number): Promise<object> {
    const now = apiClock.now() / 1000;
    const { question, problem } = readQuestion(given, now);
    if (problem) throw new UnclearQuestionError(problem);
    const { decision, age_seconds: age, ...found } = await gate.ask(question, maxAge);
    const { contractor, job, at } = question;
    const as_of = age === null ? null : Math.floor(now - age);
    const context = { contractor, job, at, ...found, as_of, age_seconds: age };
    return isAuthZen(given) ? { decision, context } : { decision, ...context };
  }

  router.get(patterns.gate, async (req, res) => {
    await spend(allowance, callerOf(req), 1, res);
    res.json(await answer(req.query, maxAgeOf(req.query)));
  });

  router.post(patterns.gate, json, async (req, res) => {
    await spend(allowance, callerOf(req), 1, res);
    res.json(await answer(req.body, maxAgeOf(req.body)));
  });

  router.post(patterns.gateBatch, json, async (req, res) => {
    const { evaluations, options, ...shared } = fieldsOf(req.body);
    const questions = questionsOf(evaluations, options).map((one) => ({ ...shared, ...fieldsOf(one) }));
    await spend(allowance, callerOf(req), questions.length, res);
    const answers = await inTurn(questions, SIDE_BY_SIDE, async (one) =>
      answer(one, maxAgeOf(one)).catch((error: unknown) => noFor(one, error)),
    );
    res.json({ evaluations: answers });
  });

  router.get(patterns.gateBatch, ({ method }, res) => {
    res.set('Allow', 'POST');
    throw new MethodError(method);
  });
  router.use(unreadable);
  return router;
}

/** A key by its hash: what is kept in memory opens nothing. */
function callerOf(req: Request): string {
  const key = keyOf(req);
  return key === null ? networkOf(req.ip) : hashOf(key);
}

/** How old what is known may be, in seconds; 0: the API is asked each time. @throws UnclearQuestionError */
function maxAgeOf(given: unknown): number {
  const { max_age: own, context } = fieldsOf(given);
  const age = own ?? fieldsOf(context)['max_age'] ?? 0;
  const seconds = typeof age === 'string' && /^\d{1,6}$/.test(age) ? Number(age) : age;
  if (typeof seconds === 'number' && seconds >= 0 && seconds <= LONGEST_AGE_SECONDS) return seconds;
  throw new UnclearQuestionError({
    field: 'max_age',
    message: 'max_age is no number of seconds that is taken.',
    fix: `Write max_age as seconds, from 0 to ${LONGEST_AGE_SECONDS}.`,
  });
}

/** @throws UnclearQuestionError */
function questionsOf(evaluations: unknown, options: unknown): unknown[] {
  const semantic = fieldsOf(options)['evaluations_semantic'] ?? 'execute_all';
  const fix = `Send { "evaluations": [ { "contractor": "cn_…", "job": "jb_…" } ] } with 1 to ${MOST_AT_ONCE} questions.`;
  if (!Array.isArray(evaluations))
    throw new UnclearQuestionError({ field: null, message: 'There is no list of questions.', fix });
  if (evaluations.length < 1 || evaluations.length > MOST_AT_ONCE)
    throw new UnclearQuestionError({
      field: null,
      message: `These are ${evaluations.length} questions.`,
      fix,
    });
  if (semantic !== 'execute_all')
    throw new UnclearQuestionError({
      field: null,
      message: 'Each question is answered, whatever the others come to.',
      fix: 'Leave out options.evaluations_semantic, or say execute_all.',
    });
  return evaluations;
}

/** One question of many that cannot be answered is a no, and keeps no other waiting. */
function noFor(given: unknown, error: unknown): object {
  if (!(error instanceof PageError)) throw error;
  const { status, message, fix } = error;
  const said = { error: { status, message: `${message} ${fix}` } };
  return isAuthZen(given) ? { decision: false, context: said } : { decision: false, covered: false, ...said };
}

class UnclearQuestionError extends PageError {
  constructor({ message, fix }: QuestionProblem) {
    super(400, 'The question is not clear', message, fix);
  }
}

const unreadable: ErrorRequestHandler = (error: unknown, _req, _res, next) => {
  const isOurs = fieldsOf(error)['type'] === 'entity.parse.failed';
  const problem = {
    field: null,
    message: 'The body is no JSON.',
    fix: 'Send a JSON object, such as { "contractor": "cn_…", "job": "jb_…" }.',
  };
  next(isOurs ? new UnclearQuestionError(problem) : error);
};
