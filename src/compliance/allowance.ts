import type { Response } from 'express';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { counted } from '../../lib/counted';
import { PageError } from '../pages/page-errors';

/** Spends of what somebody may ask for. @throws TooManyQuestionsError, with the header Retry-After set */
export async function spend(
  limiter: RateLimiterAbstract,
  who: string,
  points: number,
  res: Response,
): Promise<void> {
  try {
    await limiter.consume(who, points);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    res.set('Retry-After', String(seconds));
    throw new TooManyQuestionsError(seconds);
  }
}

class TooManyQuestionsError extends PageError {
  constructor(seconds: number) {
    super(
      429,
      'Too many questions',
      'More was asked within a minute than is answered. Take it for a no.',
      `Ask again in ${counted(seconds, 'second')}.`,
    );
  }
}
