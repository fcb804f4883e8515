import { STATUS_CODES, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { badRequest, errorBody } from './api/errors';
import { newRequestId } from './ids';

/** Hosts are looked for by `hostNamed` instead of by the server, which would answer without a body. */
export const serverOptions = { requireHostHeader: false };

/**
 * Answers what no router ever sees in the documented form too: requests that are not valid HTTP, headers that are
 * too large, and expectations nobody knows. As elsewhere the status is 400, the only one documented for all these.
 */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const { headers, body } = refusal(reasons[error.code ?? ''] ?? 'The request is not valid HTTP.');
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const text = `HTTP/1.1 400 ${STATUS_CODES[400]}\r\n${lines.join('')}\r\n${body}`;
    socket.end(text, () => socket.destroy());
  });
  server.on('checkExpectation', (_req, res: ServerResponse) =>
    refuse(res, 'The header Expect may be "100-continue" and nothing else.'),
  );
}

/** The same handler, which need not look whether a request of HTTP/1.1 names its host. */
export function hostNamed(handler: RequestListener): RequestListener {
  return (req, res) =>
    req.httpVersion === '1.1' && req.headers.host === undefined
      ? refuse(res, 'The header Host is missing.')
      : handler(req, res);
}

const reasons: Record<string, string> = {
  HPE_HEADER_OVERFLOW: 'The headers of the request are too large: the limit is 16 KB.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time.',
};

function refuse(res: ServerResponse, message: string): void {
  const { headers, body } = refusal(message);
  res.writeHead(400, headers).end(body);
}

function refusal(message: string) {
  const body = JSON.stringify(errorBody(badRequest(message)));
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'request-id': newRequestId(),
    connection: 'close',
  };
  return { headers, body };
}
