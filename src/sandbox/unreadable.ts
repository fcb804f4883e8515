import type { Server } from 'node:http';
import { badRequest, errorBody } from './api/errors';
import { newRequestId } from './ids';

/** What is no HTTP request never reaches the routes; Node would answer it without a word. */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const reason = error.code === 'HPE_HEADER_OVERFLOW' ? 'Its headers are too large.' : 'It is no HTTP.';
    const body = JSON.stringify(errorBody(badRequest(`The request could not be understood. ${reason}`)));
    const head = [
      'HTTP/1.1 400 Bad Request',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `request-id: ${newRequestId()}`,
      'Connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  });
}
