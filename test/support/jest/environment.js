'use strict';

const { createRequire } = require('node:module');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Node as it is, with one thing more: the packages that `shared-package.js` names are loaded once for all test files of
 * a worker, since loading them anew takes longer than most files take for their tests.
 */
module.exports = class extends TestEnvironment {
  constructor(...args) {
    super(...args);
    this.global.sharedPackage = (file) => createRequire(file)(file);
  }
};
