#!/usr/bin/env node
'use strict'

/** CommonJS, and nothing loaded for `--version`: Node's loader of modules alone costs more than its whole bar. */
const { writeSync } = require('node:fs')
const { enableCompileCache } = require('node:module')
const path = require('node:path')
const { pathToFileURL } = require('node:url')

const argv = process.argv.slice(2)

/** False where it could not: then `main` does it, which knows what to do about a reader who is gone. */
function printVersion() {
  try {
    writeSync(1, `${require('../package.json').version}\n`)
    return true
  } catch {
    return false
  }
}

/** Node 20 has no such cache; a folder that cannot be written to is no failure. */
function cacheCompiledCode({ env }) {
  const { cacheFolder } = require('./compile-cache.js')
  const folder = cacheFolder(env)
  if (folder !== null) enableCompileCache?.(folder)
}

async function run() {
  // Written over the arguments: a secret among them is no longer to be read in /proc or by ps.
  process.title = 'hookstep'
  // An event loop that runs dry before the end is a bug.
  process.exitCode = 70
  cacheCompiledCode(process)
  const { createNodeContext, main } = await import('../dist/main.js')
  const packageRoot = pathToFileURL(path.join(__dirname, '../'))
  process.exitCode = await main(argv, createNodeContext(process, packageRoot))
}

const isVersion = argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')
if (!isVersion || !printVersion()) void run()
