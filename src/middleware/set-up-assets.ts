import express, { type IRouter, type RequestHandler } from 'express';
import { patterns } from '../paths';

/** Serves the styles, scripts and pictures of a folder, which browsers keep for an hour. */
export function setUpAssets(router: IRouter, folder: string): void {
  router.use(patterns.assets, express.static(folder, { maxAge: '1h', index: false }));
}

/** Nothing else is kept by browsers and proxies. */
export const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
