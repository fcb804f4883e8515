import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, inflateRaw, unzip } from 'node:zlib';
import { ConnectionError } from './connection-error';

export const MAX_ANSWER_BYTES = 5 * 1024 * 1024;

const TOO_LONG = new ConnectionError(
  'invalid_answer',
  `The API’s answer is longer than ${MAX_ANSWER_BYTES / 1024 / 1024} MB and was not read.`,
  false,
);

/**
 * All that an answer holds, packed as it came. Pieces are copied at once: kept as they are, many small ones take two
 * hundred times their length.
 * @throws ConnectionError where it is too long
 */
export function bytesOf(answer: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let space = Buffer.alloc(0);
    let length = 0;
    answer.on('data', (piece: Buffer) => {
      const needed = length + piece.length;
      if (needed > MAX_ANSWER_BYTES) return void answer.destroy(TOO_LONG);
      if (needed > space.length) {
        const larger = Buffer.allocUnsafe(Math.max(needed, 2 * space.length));
        space.copy(larger, 0, 0, length);
        space = larger;
      }
      piece.copy(space, length);
      length = needed;
    });
    answer.on('end', () => resolve(space.subarray(0, length))).on('error', reject);
  });
}

type Unpacker = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const inflate: Unpacker = promisify(unzip);
const inflateBare: Unpacker = promisify(inflateRaw);
const UNPACKERS: ReadonlyMap<string, Unpacker> = new Map([
  ['gzip', inflate],
  ['x-gzip', inflate],
  ['deflate', (bytes, options) => (hasZlibHeader(bytes) ? inflate : inflateBare)(bytes, options)],
  ['br', promisify(brotliDecompress)],
]);

/**
 * `encodings`: the header `Content-Encoding`, in the order in which they were applied. Some servers name there what is
 * none: "utf-8", "identity".
 * @throws ConnectionError where it is too long, or Node's own error
 */
export async function unpacked(bytes: Buffer, encodings = ''): Promise<Buffer> {
  let left = bytes;
  for (const encoding of encodings.toLowerCase().split(',').reverse()) {
    const unpackWith = UNPACKERS.get(encoding.trim());
    if (unpackWith && left.length > 0) left = await bounded(left, unpackWith);
  }
  return left;
}

async function bounded(bytes: Buffer, unpackWith: Unpacker): Promise<Buffer> {
  try {
    return await unpackWith(bytes, { maxOutputLength: MAX_ANSWER_BYTES });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? TOO_LONG : error;
  }
}

/** "deflate" should have one (RFC 1950, section 2.2); some servers leave it out. */
function hasZlibHeader(bytes: Buffer): boolean {
  const [method = 0, flags = 0] = bytes;
  return method % 16 === 8 && (method * 256 + flags) % 31 === 0;
}
