import type { IRouter } from 'express';
import { darkShade } from '../config/dark-shade';
import { BRAND_STYLES } from '../paths';

/**
 * Serves the platform's own colour, and the shade that dark pages need, as a stylesheet: pages have no style of their
 * own in them.
 */
export function setUpBrand(router: IRouter, colour: string): void {
  const shade = darkShade(colour);
  const brand = shade === colour ? colour : `light-dark(${colour}, ${shade})`;
  const styles = `@layer policy-app.tokens { :where(.policy-app) { --brand: ${brand}; } }\n`;
  router.get(BRAND_STYLES, (_req, res) => {
    res.set('Cache-Control', 'no-cache').type('css').send(styles);
  });
}
