import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { startSandbox, type StartedSandbox } from '../src/start';

let sandbox: StartedSandbox;
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'sandbox-unreadable-'));
beforeAll(async () => void (sandbox = await startSandbox({ dataDir, port: 0 })));
afterAll(async () => {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true });
});

/** Sends what no HTTP client would, and reads until the connection ends. */
function send(text: string): Promise<{ status: number; headers: string; body: unknown }> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const { port } = new URL(sandbox.url);
    const socket = net.connect(Number(port), '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
    socket.on('error', reject);
    socket.on('close', () => {
      const [headers = '', body = ''] = answer.split('\r\n\r\n');
      try {
        resolve({ status: Number(headers.split(' ')[1]), headers, body: JSON.parse(body) });
      } catch {
        reject(new Error(`not the documented answer: ${answer}`));
      }
    });
  });
}

const request = (headers: string, line = 'GET /api/v1/contractors HTTP/1.1') =>
  `${line}\r\n${headers}connection: close\r\n\r\n`;
const host = 'host: 127.0.0.1\r\n';

test.each([
  ['is not HTTP', 'hello\r\n\r\n', /not valid HTTP/],
  ['is of a version nobody knows', request(host, 'GET /api/v1/contractors HTTP/9'), /not valid HTTP/],
  ['has a broken header', request(`${host}no colon\r\n`), /not valid HTTP/],
  ['has two lengths', request(`${host}content-length: 1\r\ncontent-length: 2\r\n`), /not valid HTTP/],
  ['has headers that are too large', request(`${host}x: ${'x'.repeat(20_000)}\r\n`), /headers .* too large/],
  ['expects what is not known', request(`${host}expect: miracles\r\n`), /header Expect/],
  ['names no host', request(''), /header Host/],
])('a request that %s is answered like any other error', async (_name, text, message) => {
  const answer = await send(text);
  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({ error_code: 'bad_request', message: expect.stringMatching(message) });
  expect(answer.headers).toMatch(/^content-type: application\/json/im);
  expect(answer.headers).toMatch(/^request-id: req_\w+$/im);
});

test('a client that waits for 100 Continue, and one of HTTP/1.0, are served', async () => {
  const body = '{"name":"A"}';
  const key = `authorization: ${sandbox.apiKey}\r\n`;
  const post = `${key}content-type: application/json\r\ncontent-length: ${body.length}\r\n`;
  const made = await send(`POST /api/v1/entities HTTP/1.1\r\n${host}${post}connection: close\r\n\r\n${body}`);
  expect(made).toMatchObject({ status: 201, body: { name: 'A' } });
  expect(await send(request(key, 'GET /api/v1/entities?limit=1 HTTP/1.0'))).toMatchObject({
    status: 200,
    body: [made.body],
  });
});
