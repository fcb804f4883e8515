import type { Response } from 'express';
import { pageOf, type PageOptions, type PageSettings } from './page';

/** A view, and the type of what it shows. */
export interface View<Model extends object> {
  /** Its file below `views`, without the ending. */
  readonly name: string;
  readonly shows?: (model: Model) => void;
}

/** Names a view, once and beside the type of its model, so that what is shown and what the view reads agree. */
export function view<Model extends object>(name: string): View<Model> {
  return { name };
}

/** The layout of the app on its own. */
export interface LayoutView {
  /** HTML. */
  content: string;
}

/**
 * Answers with a view, in the layout of the host or in ours: a name that the view does not know, or one left out, is an
 * error of types.
 */
export function render<Model extends object>(
  res: Response,
  { name }: View<Model>,
  options: PageOptions,
  settings: PageSettings,
  model: NoInfer<Model>,
): void {
  const { req } = res;
  const { views, host } = options;
  const page = pageOf(req, res, options, settings);
  const content = views(name, { page, model }) + (page.hood ? views('layout/hood', { page, model: {} }) : '');
  // A live page looks for what is new inside of it: what is around it is there already, and a host's may not bear it.
  if (req.get('policy-app-part') === 'content') return void res.type('html').send(content);
  if (!host.render) return void res.type('html').send(views('layout/document', { page, model: { content } }));
  const answered = host.render(req, res, {
    title: page.title,
    head: views('layout/head', { page, model: {} }),
    body: views('layout/hosted', { page, model: { content } }),
    for: page.chrome === 'contractor' ? 'contractor' : 'operator',
  });
  // What fails later than this call is a failure of the page too.
  Promise.resolve(answered).catch((error: unknown) => req.next?.(error));
}
