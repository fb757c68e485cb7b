#!/usr/bin/env node
import process from 'node:process'
import { createNodeContext, main } from '../dist/main.js'

const context = createNodeContext(process, new URL('..', import.meta.url))
process.exitCode = await main(process.argv.slice(2), context)
