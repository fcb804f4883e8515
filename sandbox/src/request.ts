import type { RequestHandler } from 'express';
import { packedAs } from '../../lib/content-encoding';
import { hostNameOf, isAddress, isLoopbackHost } from '../../lib/hosts';
import { ApiError, errorBody } from './api/errors';
import type { SandboxContext } from './context';
import { newRequestId } from './ids';

/**
 * An id on every answer, so that a caller and the log can speak of the same request; calls of the API are logged,
 * without their query and bodies, which may be personal.
 */
export function setUpRequest(context: SandboxContext): RequestHandler {
  return (req, res, next) => {
    const requestId = newRequestId();
    const began = performance.now();
    const { method, path } = req;
    res.set('request-id', requestId);
    res.on('finish', () => {
      if (!/^(\/accounts\/[^/]+)?\/api(\/|$)/.test(path)) return;
      const ms = Math.round(performance.now() - began);
      context.logger.info({ method, path, status: res.statusCode, ms, requestId }, 'sandbox API call');
    });
    next();
  };
}

/** Answers whatever name the check of a container asks under, as it tells nothing but that the sandbox runs. */
export const answerHealth: RequestHandler = (req, res, next) => {
  if (req.path !== '/health' || (req.method !== 'GET' && req.method !== 'HEAD')) return next();
  res.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }).json({ status: 'ok' });
};

/**
 * The sandbox shows what it holds, the secrets of webhook endpoints among it, to anybody who reaches it: its API takes
 * every test key. So it answers to addresses, to loopback names, to its own public address and to the names of its
 * settings alone: a page elsewhere cannot read it under a name of its own (DNS rebinding), and an address is nobody's
 * name. Pages of other origins on this machine are kept off by their browser, as no answer allows them anything.
 */
export function refuseOtherHosts(
  context: SandboxContext,
  otherNames: readonly string[] = [],
): RequestHandler {
  const others = new Set(otherNames.map((name) => hostNameOf(name)));
  const isKnown = (name: string) =>
    isLoopbackHost(name) ||
    isAddress(name) ||
    others.has(name) ||
    name === new URL(context.publicUrl()).hostname;
  return (req, res, next) => {
    res.set({ 'Cross-Origin-Resource-Policy': 'same-origin', 'X-Content-Type-Options': 'nosniff' });
    const header = req.get('host');
    const name = hostNameOf(header);
    // Only clients of HTTP/1.0 send none, and no browser is one.
    if (header === undefined || (name !== null && isKnown(name))) return next();
    const text = `The local sandbox does not answer to the host name ${JSON.stringify(header)}. If it is yours, add it to SANDBOX_HOSTS.`;
    res.status(403);
    if (/^(\/accounts\/[^/]+)?\/(api|_sandbox)(\/|$)/.test(req.path)) {
      res.json(errorBody(new ApiError(403, 'insufficient_permissions', text)));
    } else res.type('text/plain').send(`${text}\n`);
  };
}

/** Takes away labels of `Content-Encoding` that mean "as it is", for body parsers would refuse them. */
export const readAsIsLabels: RequestHandler = (req, _res, next) => {
  const packed = packedAs(req.headers['content-encoding']);
  if (packed === null) delete req.headers['content-encoding'];
  else req.headers['content-encoding'] = packed;
  next();
};
