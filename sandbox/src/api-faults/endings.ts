import type { Response } from 'express';
import { ApiError, errorBody } from '../api/errors';
import { errorOf, type Ending, type InjectedError } from './schema';

/** Says on an answer that it was spoiled on purpose, so that nobody looks for a mistake elsewhere. */
export const faultHeader = 'Sandbox-Fault';

const errorText = 'This call failed on purpose, by an API fault of the sandbox.';

/** Whether an answer that an idempotency key brings back was spoiled on purpose. */
export const isSpoiled = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && 'message' in body && body.message === errorText;

const gatewayPage = (status: number) => `<!doctype html>
<html><head><title>${status}</title></head>
<body><h1>${status}</h1><p>The gateway got no answer it could pass on.</p><hr>local sandbox, API fault</body></html>
`;

/** Whether the call is still done: then only its answer goes wrong. */
export const isDoneFirst = (fault: Ending): boolean =>
  fault.fault === 'truncated' || fault.fault === 'empty' || fault.when === 'after';

export function injectedError(fault: InjectedError): ApiError {
  const { status, code } = errorOf(fault);
  const wait = fault.retry_after === undefined ? {} : { 'Retry-After': String(fault.retry_after) };
  return new ApiError(status, code, errorText, { [faultHeader]: 'error', ...wait });
}

/** Ends a call as the fault has it; `text` is the answer it would have got. */
export function end(res: Response, fault: Ending, text = ''): void {
  res.set(faultHeader, fault.fault);
  switch (fault.fault) {
    case 'drop':
      res.socket?.destroy();
      return;
    case 'html':
      res.status(fault.status).type('html').send(gatewayPage(fault.status));
      return;
    case 'truncated':
      cutShort(res, text);
      return;
    case 'empty':
      res.type('json').set('Content-Length', '0').end();
      return;
    case 'error': {
      const error = injectedError(fault);
      res.set(error.headers).status(error.status).json(errorBody(error));
    }
  }
}

/** Lets the call be done, and then ends it as the fault has it, whatever its answer. */
export function endAfter(res: Response, fault: Ending): void {
  const send = res.send.bind(res);
  res.send = (text: unknown) => {
    res.send = send;
    end(res, fault, String(text));
    return res;
  };
}

/** Promises all of an answer, sends half of it, and hangs up. */
function cutShort(res: Response, text: string): void {
  const bytes = Buffer.from(text);
  res.type('json').set('Content-Length', String(bytes.length));
  res.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => res.socket?.destroy());
}
