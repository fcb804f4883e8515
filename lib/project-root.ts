import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of the project, the same whether this runs as it is or compiled: that of package.json. */
export const PROJECT_ROOT = above(__dirname);

function above(folder: string): string {
  const parent = path.dirname(folder);
  return folder === parent || existsSync(path.join(folder, 'package.json')) ? folder : above(parent);
}
