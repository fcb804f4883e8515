/** A call as the client asks for it; the transport adds headers, key and repeats. */
export interface Request<T> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Behind `/api/v1`, with the query. */
  path: string;
  /** Sent as JSON. */
  body?: object;
  /** Sent as multipart. */
  form?: FormData;
  idempotencyKey?: string | undefined;
  /** Turns the parsed answer into what the caller gets. @throws AnswerShapeError */
  read: (json: unknown) => T;
  /** Fields of the answer that no record of the call may show. */
  hidden?: readonly string[];
}

/**
 * What a header carries unchanged (RFC 9110, section 5.5). Blanks at its ends are cut off on the way, and Node writes what
 * is no ASCII in one encoding or another, as the body happens to be.
 */
const CARRIED = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * Refuses an idempotency key that a header does not carry, or that would arrive as another one.
 * @throws TypeError
 */
export function checkIdempotencyKey(key: string): void {
  if (typeof key === 'string' && CARRIED.test(key)) return;
  throw new TypeError(
    `An idempotency key must be text of letters, digits and signs of ASCII, such as a V4 UUID, with blanks only inside: ${problemOf(key)}.`,
  );
}

function problemOf(key: unknown): string {
  if (typeof key !== 'string') return `it is ${key === null ? 'null' : `of type ${typeof key}`}`;
  if (key === '') return 'it is empty';
  const code = /[^ -~]/u.exec(key)?.[0].codePointAt(0);
  if (code === undefined) return 'it begins or ends with a blank';
  return `it holds U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
