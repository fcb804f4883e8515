import express, { type IRouter } from 'express';
import { FORM_LIMITS } from '../pages/refused';

/** Reads the forms of pages: flat names, within limits. */
export function setUpFormBodies(router: IRouter): void {
  const { kilobytes, fields } = FORM_LIMITS;
  router.use(express.urlencoded({ extended: false, limit: `${kilobytes}kb`, parameterLimit: fields }));
}
