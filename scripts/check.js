/** `npm run check`: every check that a landing has to pass, in order, ending at the first that fails. */
import { spawnSync } from 'node:child_process'

const CHECKS = [
  ['lint', 'oxlint', '--type-aware', 'src', 'test', 'bin', 'scripts', 'bench'],
  ['format', 'oxfmt', '--check', 'src', 'test', 'bin', 'scripts', 'bench', '*.json', '*.ts'],
  ['types', 'tsc', '-p', 'test/tsconfig.json'],
  ['directions', 'depcruise', 'src', 'bin', '--config', '.dependency-cruiser.cjs'],
  ['dead code', 'knip'],
  ['build', 'node', 'scripts/build.js'],
  ['command reference', 'node', 'scripts/command-reference.js', '--check'],
  ['package', 'publint', '--strict'],
  ['package types', 'attw', '--pack', '.', '--profile', 'esm-only'],
  ['tests with coverage', 'vitest', 'run', '--coverage'],
]
const LIMIT_MS = 8 * 60_000

for (const [name, command, ...args] of CHECKS) {
  console.log(`\n> ${name}: ${[command, ...args].join(' ')}`)
  const { status, error } = spawnSync('npx', ['--no-install', command, ...args], {
    stdio: 'inherit',
    timeout: LIMIT_MS,
    shell: false,
  })
  if (status === 0) continue
  console.error(`\ncheck failed: ${name}${error ? ` (${error.message})` : ''}`)
  process.exit(status ?? 1)
}
console.log('\nall checks passed')
