import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { makeTempDir } from './helpers/temp-dir.ts'

const ROOT = fileURLToPath(new URL('../', import.meta.url))

/** A small tree with the real rules, and what dependency-cruiser says of it. */
function cruise(files: Record<string, string>): { status: number | null; output: string } {
  const dir = makeTempDir()
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'))
  for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
    copyFileSync(join(ROOT, name), join(dir, name))
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  const args = ['src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err']
  const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/depcruise'), args, {
    cwd: dir,
    encoding: 'utf8',
  })
  return { status, output: stdout }
}

const LAWFUL = {
  'src/contract/a.ts': "import * as v from 'valibot'\nexport const a = v\n",
  'src/report/b.ts':
    "import { Chalk } from 'chalk'\nimport { a } from '../contract/a.ts'\nexport const b = [a, Chalk]\n",
}

test('a tree that keeps to the directions passes', () => {
  expect(cruise(LAWFUL).status).toBe(0)
}, 60_000)

test('every planted violation is found', () => {
  const { status, output } = cruise({
    ...LAWFUL,
    'src/contract/node.ts':
      "import { readFile } from 'node:fs/promises'\nimport { a } from './a.ts'\nexport const x = [readFile, a]\n",
    'src/contract/got.ts':
      "import { got } from 'got'\nimport { a } from './a.ts'\nexport const y = [got, a]\n",
    'src/contract/up.ts': "import { b } from '../report/b.ts'\nexport const z = b\n",
    'src/receiver/chalk.ts': "import { Chalk } from 'chalk'\nexport const c = Chalk\n",
    'src/tunnel/room.ts': "import { c } from '../receiver/chalk.ts'\nexport const d = c\n",
  })
  expect(status).not.toBe(0)
  for (const [from, to] of [
    ['src/contract/node.ts', 'fs/promises'],
    ['src/contract/got.ts', 'node_modules/got'],
    ['src/contract/up.ts', 'src/report/b.ts'],
    ['src/receiver/chalk.ts', 'node_modules/chalk'],
    ['src/tunnel/room.ts', 'src/receiver/chalk.ts'],
  ] as const) {
    expect(output).toMatch(new RegExp(`not-in-allowed: ${from} → \\S*${to}`))
  }
}, 60_000)
