/** A platform's own colour: everything that can be pressed has white words on it, so not every colour will do. */
import { z } from 'zod';

/** WCAG asks for 4.5; the accents of dark pages are a little lighter than the colour itself. */
const LEAST_CONTRAST = 5;

type Channels = readonly number[];

const channelsOf = (hex: string): Channels => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const hexOf = (channels: Channels): string =>
  `#${channels.map((one) => one.toString(16).padStart(2, '0')).join('')}`;

/** The contrast of white on a colour such as `#3d4ec6`, from 1 to 21, as WCAG 2 works it out. */
export function whiteOn(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channelsOf(hex).map((one) => {
    const share = one / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

/** The same colour, as much darker as it takes for white words on it to be read. */
export function nearestReadable(hex: string): string {
  const channels = channelsOf(hex);
  for (let percent = 100; percent > 0; percent -= 1) {
    const darker = hexOf(channels.map((one) => Math.round((one * percent) / 100)));
    if (whiteOn(darker) >= LEAST_CONTRAST) return darker;
  }
  return '#000000';
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
  .refine((hex) => whiteOn(hex) >= LEAST_CONTRAST, {
    error: ({ input }) =>
      `is too light for white words on it. The nearest colour that will do is ${nearestReadable(String(input))}`,
  });
