'use strict';

const vm = require('node:vm');
const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');
const { load, preparing } = require('./shared-modules.js');

/** Stands for the context of this process: Jest asks for one, and Node has none to give. */
const HERE = {};
const { compileFunction } = vm;
vm.compileFunction = (code, names, { parsingContext, ...options }) =>
  compileFunction(code, names, parsingContext === HERE ? options : { ...options, parsingContext });

// What test files of a worker share: modules (see shared-module.js), and what they keep by a key.
globalThis.sharedModule = load;
globalThis.keptByWorker = new Map();
const { exit, getBuiltinModule } = process;
let prepared;

/**
 * Node as it is. Test files have their own modules of `test`, and share all others, since loading the app anew takes
 * longer than the tests of most files. For that they run in the same context: one class `Error`, one clock to fake.
 */
module.exports = class {
  constructor({ projectConfig: config }) {
    this.found = new Set(Reflect.ownKeys(globalThis));
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis });
  }

  async setup() {
    // Jest has put its own in the place, which loads for one test file.
    process.getBuiltinModule = getBuiltinModule;
    if (Error.prepareStackTrace !== prepared)
      Error.prepareStackTrace = prepared = preparing(Error.prepareStackTrace);
  }

  async teardown() {
    this.fakeTimersModern.dispose();
    this.moduleMocker.restoreAllMocks();
    process.exit = exit;
    for (const key of Reflect.ownKeys(globalThis))
      if (!this.found.has(key)) Reflect.deleteProperty(globalThis, key);
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return HERE;
  }
};
