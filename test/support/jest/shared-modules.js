'use strict';

const { readFileSync } = require('node:fs');
const { SourceMap } = require('node:module');
const { transformSync } = require('@swc/core');

/** The source map of each file of TypeScript that was loaded here, as text. */
const maps = new Map();

require.extensions['.ts'] = (module, filename) => {
  const { code, map } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    swcrc: false,
    sourceMaps: true,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  maps.set(filename, map);
  module._compile(code, filename);
};

/** Where a line of a stack is in the file as it was written. */
function asWritten(site) {
  const map = maps.get(site.getFileName());
  const entry =
    map && new SourceMap(JSON.parse(map)).findEntry(site.getLineNumber() - 1, site.getColumnNumber() - 1);
  if (entry?.originalLine === undefined) return site;
  const place = {
    getLineNumber: () => entry.originalLine + 1,
    getColumnNumber: () => entry.originalColumn + 1,
  };
  return new Proxy(site, { get: (of, name) => place[name] ?? of[name].bind(of) });
}

module.exports = {
  /** What the worker has loaded for all its test files. */
  load: (name) => require(name),
  /** Lets stacks tell lines as they were written, before `prepare` makes text of them. */
  preparing: (prepare) => (error, sites) => prepare(error, sites.map(asWritten)),
};
