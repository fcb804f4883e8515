import { normalizeDeleted } from '../normalize/common';
import { normalizeList } from '../normalize/values';
import { queryText, segment, type Query } from '../query';
import type { Request } from '../request';
import type { Transport } from '../transport';
import type { Deleted } from '../types/common';

type Normalize<T> = (raw: unknown) => T;

/** The calls that the API has for nearly every kind of object. `kind` is the path of the list, as `apply/sessions`. */
export class Resource {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** A call that is like none of those below. */
  send<T>(request: Request<T>): Promise<T> {
    return this.#transport.send(request);
  }

  /** POST to the list of a kind, with its idempotency key. @throws PolicyApiError, and TypeError for a key no header carries */
  create<T>(kind: string, body: object, idempotencyKey: string, read: Normalize<T>): Promise<T> {
    return this.#transport.send({ method: 'POST', path: `/${kind}`, body, idempotencyKey, read });
  }

  /** GET of one object. @throws PolicyApiError, and TypeError for what is no id */
  async get<T>(kind: string, id: string, read: Normalize<T>, query: Query = {}): Promise<T> {
    const path = `/${kind}/${segment(id)}${queryText(query)}`;
    return this.#transport.send({ method: 'GET', path, read });
  }

  /** PUT of the fields that change. @throws PolicyApiError, and TypeError for what is no id */
  async update<T>(kind: string, id: string, body: object, read: Normalize<T>): Promise<T> {
    return this.#transport.send({ method: 'PUT', path: `/${kind}/${segment(id)}`, body, read });
  }

  /** DELETE of one object. @throws PolicyApiError, and TypeError for what is no id */
  async delete(kind: string, id: string): Promise<Deleted> {
    const path = `/${kind}/${segment(id)}`;
    return this.#transport.send({ method: 'DELETE', path, read: normalizeDeleted(id) });
  }

  /** GET of a list, newest first. @throws PolicyApiError */
  list<T>(kind: string, read: Normalize<T>, query: Query = {}): Promise<T[]> {
    return this.#transport.send({
      method: 'GET',
      path: `/${kind}${queryText(query)}`,
      read: normalizeList(read),
    });
  }
}
