'use strict';

/**
 * Loaded before anything else by each Node process that must need no network: it notes in the file $CONNECTIONS, a line
 * each, to whom the process connects, and lets it reach nobody beyond this machine.
 */
const { appendFileSync } = require('node:fs');
const { Socket } = require('node:net');

const HERE = /^(localhost|127\.0\.0\.1|::1)$/;
const connect = Socket.prototype.connect;

function hostOf([first, second]) {
  // As `net.connect` hands it on, all of it is in one array.
  if (Array.isArray(first)) return hostOf(first);
  if (typeof first !== 'object') return typeof second === 'string' ? second : 'localhost';
  return first.path ? 'localhost' : (first.host ?? 'localhost');
}

Socket.prototype.connect = function (...given) {
  const host = hostOf(given);
  appendFileSync(process.env.CONNECTIONS, `${host}\n`);
  if (!HERE.test(host)) throw new Error(`This must work offline, and wanted to reach ${host}.`);
  return connect.apply(this, given);
};
