import ejs, { type Options, type TemplateFunction } from 'ejs';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Makes the HTML of a view, named by its file below the folder of views, without the ending. */
export type RenderView = (name: string, data: object) => string;

/** What is visible in a template: `page` (the frame), `model` (what the page shows), and `part` in a partial. */
type Shown = Record<'page' | 'model' | 'part', unknown>;

/**
 * EJS, with exactly three things visible in a template, so that request objects and settings never reach one. Neither
 * the view engine of an Express app is used nor a setting of EJS that is changed elsewhere, so both may be a host's own.
 *
 * `include` is ours: a page has hundreds, and that of EJS looks its file up and copies all data for each.
 */
export function viewsIn(folder: string): RenderView {
  const options: Options & { async: false; client: false; unsafePrototypeLocals: true } = {
    async: false,
    client: false,
    _with: false,
    destructuredLocals: ['page', 'model', 'part', 'include'],
    // No copy of the data is made: nothing but what is named here is looked for in it.
    unsafePrototypeLocals: true,
    delimiter: '%',
    openDelimiter: '<',
    closeDelimiter: '>',
    localsName: 'locals',
  };
  const kept = new Map<string, TemplateFunction>();

  function templateOf(name: string): TemplateFunction {
    const known = kept.get(name);
    if (known) return known;
    const filename = path.join(folder, `${name}.ejs`);
    const template = ejs.compile(readFileSync(filename, 'utf8'), { ...options, filename });
    kept.set(name, template);
    return template;
  }

  function made(name: string, { page, model, part }: Shown): string {
    const include = (other: string, more?: Partial<Shown>) =>
      made(other, Object.assign({ page, model, part }, more));
    return templateOf(name)({ page, model, part, include });
  }
  return (name, data) =>
    made(name, Object.assign({ page: undefined, model: undefined, part: undefined }, data));
}
