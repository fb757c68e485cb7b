import { fileURLToPath } from 'node:url'

/** The node that runs the benchmark runs what is measured. */
export const NODE = process.execPath
/** The built program: `npm run build` comes first. */
export const BIN = fileURLToPath(new URL('../../bin/hookstep.js', import.meta.url))
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The path of a program of `bench/ends/`. */
export function endPath(name) {
  return fileURLToPath(new URL(`../ends/${name}`, import.meta.url))
}
