import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';

/** Templates and files served to browsers. */
export const viewsFolder = path.join(PROJECT_ROOT, 'sandbox', 'views');
export const assetsFolders = ['sandbox/public', 'public/shared'].map((name) => path.join(PROJECT_ROOT, name));
