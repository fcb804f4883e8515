import ejs, { type Options } from 'ejs';
import path from 'node:path';

/** Makes the HTML of a view, named by its file below the folder of views, without the ending. */
export type RenderView = (name: string, data: object) => string;

/**
 * EJS, with exactly two things visible in a template: `page` (the frame) and `model` (what the page shows), and
 * `part` in a partial. Request objects and settings never reach a template. Neither the view engine of an Express app
 * is used nor a setting of EJS that is changed elsewhere, so both may be a host's own.
 */
export function viewsIn(folder: string, cache = true): RenderView {
  const options: Options = {
    _with: false,
    destructuredLocals: ['page', 'model', 'part'],
    root: folder,
    views: [folder],
    delimiter: '%',
    openDelimiter: '<',
    closeDelimiter: '>',
    localsName: 'locals',
    cache,
  };
  return (name, data) => {
    let made = '';
    // It calls back before it returns.
    ejs.renderFile(path.join(folder, `${name}.ejs`), { part: undefined, ...data }, options, (error, html) => {
      if (error) throw error;
      made = html;
    });
    return made;
  };
}
