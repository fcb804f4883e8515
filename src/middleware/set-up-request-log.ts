import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { patterns } from '../paths';

/** One line for each request, with an id that error pages show too. No headers, no bodies, no query, no tokens. */
export function setUpRequestLog(app: Express, logger: Logger): void {
  app.use(
    pinoHttp({
      logger,
      // Ours take what they need from the request itself, so the copy with all its headers is not made.
      wrapSerializers: false,
      genReqId: (_req, res) => {
        const id = randomUUID();
        res.setHeader('X-Request-Id', id);
        return id;
      },
      serializers: {
        req: (req: { id: string; method: string; url: string }) => ({
          id: req.id,
          method: req.method,
          path: withoutToken(req.url),
        }),
        res: (res: { statusCode: number }) => ({ status: res.statusCode }),
      },
      // 502 to 504 tell of a failure elsewhere. What failed here is logged with its stack by the error handler.
      customLogLevel: (_req, res, error) =>
        error || res.statusCode === 500 ? 'error' : res.statusCode >= 400 ? 'warn' : 'info',
      customErrorObject: (_req, _res, _error, line: Record<string, unknown>) => ({ ...line, err: undefined }),
    }),
  );
}

const WITH_TOKEN = new RegExp(`(${patterns.returns}|${patterns.covers})[^/]+`);

/** The links of contractors carry a token that opens a page, so it stays out of the log. */
function withoutToken(url: string): string {
  const path = url.split('?', 1)[0] ?? url;
  return path.replace(WITH_TOKEN, '$1…');
}
