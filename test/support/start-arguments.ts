import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';

const file = path.join(PROJECT_ROOT, 'package.json');
const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: { start: string } };

/** What `npm start` gives to Node: how much memory it may take, and the program after its build. */
export const START_ARGUMENTS: readonly string[] = scripts.start.split(' ').slice(1);
