import type { RequestHandler } from 'express';
import type { SandboxContext } from '../context';
import { inVariants } from './transform';

/** Says on an answer that it has another form on purpose. */
export const variantsHeader = 'Sandbox-Variants';

/** Gives all answers of the API the variants that are on, errors included; nothing else knows of them. */
export function varyAnswers({ switches: { variants } }: SandboxContext): RequestHandler {
  return (_req, res, next) => {
    if (!variants.isOn()) return next();
    const json = res.json.bind(res);
    res.json = (answer: unknown) => {
      const current = variants.current();
      const names = Object.entries(current).filter(([, value]) => value !== false && value !== 'off');
      res.set(variantsHeader, names.map(([name]) => name).join(', '));
      return json(inVariants(answer, current));
    };
    next();
  };
}
