import type { RequestHandler } from 'express';
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
      if (!path.startsWith('/api')) return;
      const ms = Math.round(performance.now() - began);
      context.logger.info({ method, path, status: res.statusCode, ms, requestId }, 'sandbox API call');
    });
    next();
  };
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * The sandbox's pages show what it holds to anybody who reaches them, so they answer to loopback names and to its
 * own public address alone: a page elsewhere cannot read them under a name of its own (DNS rebinding). The API
 * needs no such check, as it asks for a key.
 */
export function refuseOtherHosts(context: SandboxContext): RequestHandler {
  return (req, res, next) => {
    const name = hostName(`http://${req.get('host') ?? ''}`);
    if (name !== undefined && (loopback.test(name) || name === hostName(context.publicUrl()))) return next();
    res.status(403).type('text/plain').send('The local sandbox does not answer to this host name.\n');
  };
}

const hostName = (url: string): string | undefined =>
  URL.canParse(url) ? new URL(url).hostname.toLowerCase() : undefined;
