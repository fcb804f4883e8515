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
