import { configDefaults, defineConfig } from 'vitest/config'

const EVERY = ['test/**/*.test.ts']
const LONG = [...configDefaults.exclude, 'test/long/**']
/** They count what their process holds open, or have a helper that does. */
const COUNTING = [
  'test/tunnel/contract.test.ts',
  'test/tunnel/localtunnel.test.ts',
  'test/tunnel/flaps/**/*.test.ts',
]

export default defineConfig({
  test: {
    projects: [
      // One process after the other runs them all, because to start and fill one costs more than most files.
      {
        extends: true,
        test: { name: 'shared', isolate: false, include: EVERY, exclude: [...LONG, ...COUNTING] },
      },
      { extends: true, test: { name: 'alone', include: COUNTING, exclude: LONG } },
    ],
    globalSetup: ['test/helpers/build-folder.ts'],
    setupFiles: ['test/helpers/loopback-only.ts'],
    // The style of a page is text; vitest would empty it.
    css: { include: /\.css\?raw$/ },
    testTimeout: 20_000,
    // What is waited for is events; this ends a wait for one that never comes.
    expect: { poll: { timeout: 10_000 } },
    // One more than CI has cores, because many tests wait.
    maxWorkers: 3,
    reporters: ['default', './scripts/closing-line.js'],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.{ts,tsx}'],
      exclude: ['src/**/*.d.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: {
        lines: 90,
        branches: 90,
        functions: 90,
        statements: 90,
        'src/contract/**': { lines: 100, branches: 100, functions: 100, statements: 100 },
      },
    },
  },
})
