#!/usr/bin/env node
// Starts a command of this folder: `node bin/run.cjs synth --help`. Written in the JavaScript of old, because a
// Node that is too old for the commands must be able to read this, and say so.
'use strict';
var fs = require('fs');
var path = require('path');
var OLDEST = 20;
var COMMANDS = ['synth', 'diff', 'helm', 'digests', 'scan', 'demo', 'normalizer'];

// A package that is another's dependency has only some of them: see "files" in package.json.
function isHere(name) {
  return fs.existsSync(path.join(__dirname, name + '.ts'));
}

function main(name) {
  if (parseInt(process.versions.node, 10) < OLDEST) {
    return 'Node ' + OLDEST + ' or newer is needed; this is ' + process.version;
  }
  if (COMMANDS.indexOf(name) < 0) return 'Usage: netflow-gitops ' + COMMANDS.filter(isHere).join(' | ');
  if (!isHere(name)) return name + ' is not in this package: run it in a clone of netflow-gitops';
  try {
    require.resolve('tsx/cjs');
  } catch (error) {
    return 'the packages are not installed (' + error.code + '): run npm ci';
  }
  process.argv.splice(2, 1);
  require('tsx/cjs');
  require('./' + name + '.ts');
}

var mistake = main(process.argv[2]);
if (mistake) {
  console.error(mistake);
  process.exitCode = 1;
}
