'use strict';

/** In the place of a file of a package: what the worker has loaded. */
module.exports = {
  process: (_source, file) => ({ code: `module.exports = sharedPackage(${JSON.stringify(file)});` }),
};
