import type { IRouter } from 'express';
import { BRAND_STYLES } from '../paths';

/** Serves the platform's own colour, as a stylesheet: pages have no style of their own in them. */
export function setUpBrand(router: IRouter, colour: string): void {
  const styles = `@layer policy-app.tokens { :where(.policy-app) { --brand: ${colour}; } }\n`;
  router.get(BRAND_STYLES, (_req, res) => {
    res.set('Cache-Control', 'no-cache').type('css').send(styles);
  });
}
