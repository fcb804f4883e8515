import path from 'node:path';

/** The folder of the project, the same whether this runs from `src/` or from `dist/`. */
export const projectRoot = path.resolve(__dirname, '..', '..');

/** Templates and files served to browsers. */
export const viewsFolder = path.join(projectRoot, 'views', 'sandbox');
export const assetsFolders = ['sandbox', 'shared'].map((name) => path.join(projectRoot, 'public', name));
