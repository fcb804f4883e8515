import express, { type Express } from 'express';
import { FORM_LIMITS } from '../pages/errors';

/** Reads the forms of pages: flat names, within limits. */
export function setUpFormBodies(app: Express): void {
  const { kilobytes, fields } = FORM_LIMITS;
  app.use(express.urlencoded({ extended: false, limit: `${kilobytes}kb`, parameterLimit: fields }));
}
