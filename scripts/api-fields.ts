/**
 * Renews what each field of the API means, as pages say it under the hood: `npm run fields`. It is taken from the OpenAPI
 * document of the local sandbox; a test holds the file against it.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../lib/project-root';
import { apiFields } from './support/api-fields';

export const FIELDS_FILE = path.join(PROJECT_ROOT, 'views/under-the-hood/fields.json');

if (require.main === module) writeFileSync(FIELDS_FILE, `${JSON.stringify(apiFields(), null, 1)}\n`);
