import { Readable } from 'node:stream';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { bytesOf, MAX_ANSWER_BYTES, unpacked } from '../../src/policy-api/answer-bytes';

const TEXT = JSON.stringify({ id: 'jb_1', name: 'Technicienne diplômée' });
const BYTES = Buffer.from(TEXT);

test.each([
  ['gzip', gzipSync(BYTES)],
  [' GZIP ', gzipSync(BYTES)],
  ['gzip', Buffer.concat([gzipSync(BYTES.subarray(0, 7)), gzipSync(BYTES.subarray(7))])],
  ['deflate', deflateSync(BYTES)],
  ['deflate', deflateSync(BYTES, { level: 0 })],
  ['deflate', deflateRawSync(BYTES)],
  ['deflate', deflateRawSync(BYTES, { level: 0 })],
  ['br', brotliCompressSync(BYTES)],
  ['br, gzip', gzipSync(brotliCompressSync(BYTES))],
  ['gzip,gzip', gzipSync(gzipSync(BYTES))],
  ['identity, gzip', gzipSync(BYTES)],
  ['utf-8', BYTES],
  [undefined, BYTES],
])('unpacks %j', async (encodings, packed) => {
  expect((await unpacked(packed, encodings)).toString()).toBe(TEXT);
});

test.each(['gzip', 'deflate', 'br', 'gzip, br'])('takes nothing for nothing (%s)', async (encodings) => {
  expect(await unpacked(Buffer.alloc(0), encodings)).toHaveLength(0);
});

const LONG = Buffer.alloc(MAX_ANSWER_BYTES + 1, ' ');
test.each([
  ['deflate', deflateRawSync(LONG)],
  ['gzip, gzip', gzipSync(gzipSync(LONG))],
])('unpacks no more than there may be (%s)', async (encodings, packed) => {
  await expect(unpacked(packed, encodings)).rejects.toMatchObject({
    kind: 'invalid_answer',
    mayRetry: false,
  });
});

/** An answer of so many bytes, which come in pieces of one. */
function* singly(length: number): Generator<Buffer> {
  const store = Buffer.alloc(65_536, 'x');
  for (let index = 0; index < length; index += 1) {
    const at = index % store.length;
    yield store.subarray(at, at + 1);
  }
}

test('an answer in pieces takes no more memory than its length allows', async () => {
  const before = process.memoryUsage().rss;
  const length = 1_000_000;
  const bytes = await bytesOf(Readable.from(singly(length), { objectMode: true, highWaterMark: 1 }));
  expect(bytes.equals(Buffer.alloc(length, 'x'))).toBe(true);
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

test.each([0, 1])('as long as there may be, and %i bytes', async (more) => {
  const half = MAX_ANSWER_BYTES / 2;
  const reading = bytesOf(Readable.from([Buffer.alloc(half), Buffer.alloc(half + more)]));
  if (more === 0) expect(await reading).toHaveLength(MAX_ANSWER_BYTES);
  else await expect(reading).rejects.toMatchObject({ kind: 'invalid_answer' });
});
