/**
 * Writes `docs/commands.md` from the help of every command, so that the two cannot drift apart.
 * `--check` writes nothing and fails when the file is not what it would write. Needs a build.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

const FILE = 'docs/commands.md'

function help(...command) {
  const { stdout, status } = spawnSync(
    process.execPath,
    ['bin/hookstep.js', ...command, '--help'],
    {
      encoding: 'utf8',
      env: { ...process.env, NO_COLOR: '1' },
    },
  )
  if (status !== 0) throw new Error(`${command.join(' ')} --help ended with ${status}`)
  return stdout.trimEnd()
}

/** The names in the `Commands:` list of a help text. */
function commandsIn(text) {
  const [, list = ''] = text.split(/^Commands:\n/m)
  return [...list.matchAll(/^ {2}([a-z\d-]+)/gm)]
    .map(([, name]) => name)
    .filter((name) => name !== 'help')
}

function section(command) {
  const text = help(...command)
  const title = `## hookstep ${command.join(' ')}`.trimEnd()
  const own = `${title}\n\n\`\`\`text\n${text}\n\`\`\`\n`
  return [own, ...commandsIn(text).flatMap((name) => section([...command, name]))]
}

const intro =
  '# Command reference\n\nGenerated from the help of each command by `npm run docs`; a check fails when it is out of date.\n'
const text = [intro, ...section([])].join('\n')

if (process.argv.includes('--check')) {
  const isSame = readFileSync(FILE, 'utf8') === text
  console.log(isSame ? `${FILE} is up to date` : `${FILE} is out of date: npm run docs`)
  process.exitCode = isSame ? 0 : 1
} else {
  writeFileSync(FILE, text)
  console.log(`wrote ${FILE}`)
}
