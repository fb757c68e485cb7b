import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the test files of a run keep what one of them has built for all. */
    readonly buildFolder: string
  }
}

/** Runs before all test files; what it gives, after them. */
export default function setUp({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'hookstep-builds-'))
  provide('buildFolder', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
