'use strict';
/* Says that Node is too old before anything else runs. In the syntax of very old Nodes, as they have to read it. */

var fs = require('fs');
var path = require('path');

/** The folder of the project: this file may be compiled along. */
function above(folder) {
  return fs.existsSync(path.join(folder, 'package.json')) ? folder : above(path.dirname(folder));
}

var engines = require(path.join(above(__dirname), 'package.json')).engines.node;

/** Whether `version`, such as 20.19.0, is in a range of alternatives (||), each of >= and < with numbers. */
function fits(version, range) {
  return range.split('||').some(function (all) {
    return all
      .trim()
      .split(/\s+/)
      .every(function (bound) {
        var parts = /^(>=|<)([\d.]+)$/.exec(bound);
        if (!parts) throw new Error('package.json has a bound that is not understood: ' + bound);
        var isLess = compare(version, parts[2]) < 0;
        return parts[1] === '<' ? isLess : !isLess;
      });
  });
}

function compare(one, other) {
  var a = one.split('.');
  var b = other.split('.');
  for (var index = 0; index < 3; index += 1) {
    var difference = Number(a[index] || 0) - Number(b[index] || 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

if (!fits(process.versions.node, engines)) {
  process.stderr.write(
    'This program needs Node.js ' +
      engines +
      ', and this is ' +
      process.versions.node +
      '. Install one of these; 24 is recommended.\n',
  );
  process.exit(1);
}
