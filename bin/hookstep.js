#!/usr/bin/env node
import process from 'node:process'
import { createNodeContext, main } from '../dist/main.js'

const argv = process.argv.slice(2)
// Written over the arguments: a secret among them is no longer to be read in /proc or by ps.
process.title = 'hookstep'
// An event loop that runs dry before the end is a bug.
process.exitCode = 70
process.exitCode = await main(argv, createNodeContext(process, new URL('..', import.meta.url)))
