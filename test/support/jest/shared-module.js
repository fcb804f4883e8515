'use strict';

/** In the place of a file that test files share: what the worker has loaded of it. */
module.exports = {
  process: (_source, file) => ({ code: `module.exports = sharedModule(${JSON.stringify(file)});` }),
};
