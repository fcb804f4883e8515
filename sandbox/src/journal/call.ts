/** A call of the API as the journal has it, without anything secret. */
export interface JournalCall {
  /** Rises from call to call, and is never given twice. */
  id: number;
  /** When it began, on the sandbox's clock and in real time: epoch seconds with milliseconds, UTC. */
  at: number;
  real_at: number;
  method: string;
  /** Below `/api/v1`. */
  path: string;
  /** The operationId; null when there is no such operation. */
  operation: string | null;
  query: Record<string, unknown>;
  /** The body: a JSON value, the fields of a form, or text with a mark at its end when it is very long. */
  request: unknown;
  /** The parts of a multipart body that are files. */
  files: { name: string; filename: string; type: string; bytes: number }[];
  /** Null when the connection was cut before an answer. */
  status: number | null;
  /** As it was sent; text when it is no JSON, was cut short or is very long. */
  answer: unknown;
  /** Tells keys apart without showing them. */
  key: string | null;
  duration_ms: number;
  /** The API faults that hit it. */
  faults: string[];
  request_id: string;
}

/** All but the bodies, which come as text. */
export type CallHead = Omit<JournalCall, 'id' | 'request' | 'answer'>;
