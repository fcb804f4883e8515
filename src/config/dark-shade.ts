import { contrast, mixed } from './colours';

/** What lies below everything on dark pages, as the tokens have it (public/shared/tokens.css). */
export const DARK = { canvas: '#0f1219', surface: '#161a24', sunken: '#1d222e' };
const WHITE = '#ffffff';

/** What is least legible of the accents that the tokens mix from a colour on dark pages, against what each needs. */
export function darkAccents(brand: string): { name: string; has: number; needs: number }[] {
  const fill = mixed(brand, 95, WHITE);
  const ink = mixed(brand, 42, WHITE);
  const soft = mixed(brand, 30, DARK.surface);
  return [
    { name: 'white words on what is filled', has: contrast(WHITE, fill), needs: 4.5 },
    { name: 'what is filled, on the page', has: contrast(fill, DARK.canvas), needs: 2 },
    { name: 'lines', has: contrast(mixed(brand, 64, WHITE), DARK.sunken), needs: 3 },
    { name: 'links', has: contrast(ink, DARK.sunken), needs: 4.5 },
    { name: 'words on what is marked', has: contrast(ink, soft), needs: 4.5 },
  ];
}

/** The shade of a colour for dark pages: itself, or as much lighter as it takes to be seen there. */
export function darkShade(brand: string): string {
  for (let percent = 100; percent > 0; percent -= 1) {
    const shade = mixed(brand, percent, WHITE);
    if (darkAccents(shade).every(({ has, needs }) => has >= needs)) return shade;
  }
  return brand;
}
