/** A platform's own colour: everything that can be pressed has white words on it, so not every colour will do. */
import { z } from 'zod';
import { contrast, mixed } from './colours';

/** WCAG asks for 4.5; the accents of dark pages are a little lighter than the colour itself. */
const LEAST_CONTRAST = 5;

const WHITE = '#ffffff';
const BLACK = '#000000';

/** The same colour, as much darker as it takes for white words on it to be read. */
export function nearestReadable(hex: string): string {
  for (let percent = 100; percent > 0; percent -= 1) {
    const darker = mixed(hex, percent, BLACK);
    if (contrast(WHITE, darker) >= LEAST_CONTRAST) return darker;
  }
  return BLACK;
}

export const brandName = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(40, 'is too long: use at most 40 characters');

export const brandColour = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, 'is not a colour of six hexadecimal digits')
  .transform((text) => text.toLowerCase())
  .refine((hex) => contrast(WHITE, hex) >= LEAST_CONTRAST, {
    error: ({ input }) =>
      `is too light for white words on it. The nearest colour that will do is ${nearestReadable(String(input))}`,
  });
