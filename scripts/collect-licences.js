import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The licence texts of every package that the given files belong to.
 * Throws for a package that has neither a licence file nor a licence named in its package.json.
 */
export function collectLicences(inputFiles) {
  const folders = [...new Set(inputFiles.flatMap(packageFolder))].sort()
  const entries = folders.map(describe)
  const intro = 'hookstep contains the following packages, each under its own licence.\n'
  return { text: [intro, ...entries].join('\n' + '-'.repeat(80) + '\n\n'), count: entries.length }
}

function packageFolder(file) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)
  return match === null ? [] : [match[1]]
}

function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry))
  if (file === undefined && license === undefined) throw new Error(`${name} names no licence`)
  const text =
    file !== undefined && existsSync(join(folder, file))
      ? readFileSync(join(folder, file), 'utf8').trim()
      : `Licence: ${license} (the package carries no licence file)`
  return `${name} ${version} (${license ?? 'see below'})\n\n${text}\n`
}
