import type { RequestHandler } from 'express';

/** Some senders say how the text is written where HTTP wants to know how it is packed. */
const AS_IS = new Set([
  '',
  'identity',
  'none',
  'utf-8',
  'utf8',
  'us-ascii',
  'iso-8859-1',
  '7bit',
  '8bit',
  'binary',
]);

/** Takes away labels of `Content-Encoding` that mean "as it is", for body parsers would refuse them. */
export const readAsIsLabels: RequestHandler = (req, _res, next) => {
  const packed = (req.headers['content-encoding'] ?? '')
    .split(',')
    .map((label) => label.trim())
    .filter((label) => !AS_IS.has(label.toLowerCase()));
  if (packed.length > 0) req.headers['content-encoding'] = packed.join(', ');
  else delete req.headers['content-encoding'];
  next();
};
