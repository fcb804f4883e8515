'use strict';

/** In the place of playwright-core: what the worker has loaded. The browser's own start loads it before that. */
module.exports = globalThis.sharedModule('playwright-core');
