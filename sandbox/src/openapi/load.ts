import { createRequire } from 'node:module';
import type * as documentModule from './document';

const load = createRequire(__filename);

/** The document, read when it is first asked for: the start of the sandbox does not wait for it. */
export const loadDocument = (publicUrl: string) =>
  (load('./document') as typeof documentModule).openapiDocument(publicUrl);
