import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**'],
    setupFiles: ['test/helpers/loopback-only.ts'],
    // The style of a page is text; vitest would empty it.
    css: { include: /\.css\?raw$/ },
    testTimeout: 20_000,
    // More workers than cores start no more of the programs that the tests wait for.
    maxWorkers: 2,
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
