import type { RequestHandler } from 'express';
import type { ObjectLogger } from '../webhooks/logger';
import type { OnboardingOptions } from './options';

type Place = Pick<OnboardingOptions, 'basePath' | 'publicUrl'>;

/**
 * Where the onboarding is, without slashes that say nothing.
 * @throws TypeError
 */
export function placeOf({ basePath, publicUrl }: Place): Place {
  const path = basePath.replace(/\/+$/, '');
  if (path !== '' && !/^(\/(?!\.\.?(\/|$))[\w.~-]+)+$/.test(path)) {
    throw new TypeError(`basePath is a path such as /insurance, and not ${basePath}`);
  }
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
    throw new TypeError(`publicUrl is an origin such as https://platform.example, and not ${publicUrl}`);
  }
  return { basePath: path, publicUrl: url.origin };
}

/** Links are made from `basePath`: says so, once, where the routers are mounted below another. */
export function warnOfOtherPlace(basePath: string, logger: ObjectLogger): RequestHandler {
  let said = false;
  return (req, _res, next) => {
    if (!said && req.baseUrl.toLowerCase() !== basePath.toLowerCase()) {
      said = true;
      logger.warn(
        { mounted: req.baseUrl, basePath },
        'the onboarding is mounted below another path than its links lead to; that is right only behind a proxy that takes the path off',
      );
    }
    next();
  };
}
