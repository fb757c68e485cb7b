import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    globalSetup: ['test/helpers/build-folder.ts'],
    setupFiles: ['test/helpers/loopback-only.ts'],
    testTimeout: 600_000,
  },
})
