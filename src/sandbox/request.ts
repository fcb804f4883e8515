import type { RequestHandler } from 'express';
import { randomText } from './ids';

/** An id on every answer, so that a caller and the log can speak of the same request. */
export const setUpRequest: RequestHandler = (_req, res, next) => {
  res.set('request-id', `req_${randomText(14)}`);
  next();
};
