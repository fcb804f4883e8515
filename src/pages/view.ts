import type { Response } from 'express';
import type { Page } from './page';

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

/** Renders a view: a name that it does not know, or one left out, is an error of types. */
export function render<Model extends object>(
  res: Response,
  { name }: View<Model>,
  page: Page,
  model: NoInfer<Model>,
): void {
  res.render(name, { page, model });
}
