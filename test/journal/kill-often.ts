import { join } from 'node:path'
import { expect } from 'vitest'
import { verifyJournal } from '../../src/journal/read-journal.ts'
import { makeTempDir } from '../helpers/temp-dir.ts'
import { openTestJournal, readSeqs, startChild } from './rig.ts'

export interface KillRun {
  readonly acknowledged: number
  /** How long each opening took, in milliseconds. */
  readonly restartsMs: readonly number[]
}

/**
 * Lets 64 clients append to one journal and kills the process at a random moment, again and again. Fails
 * when a record that was acknowledged is not there in the end, or one is torn.
 */
export async function killOften(
  kills: number,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<KillRun> {
  const path = join(makeTempDir(), 'j.ndjson')
  const lines: string[] = []
  for (let count = 0; count < kills; count += 1) {
    const child = await startChild('flood', [path, 64])
    await child.until(/^open/)
    const lifeMs = fromMs + Math.random() * (toMs - fromMs)
    await new Promise((resolve) => setTimeout(resolve, lifeMs))
    child.process.kill('SIGKILL')
    await child.ended
    lines.push(...child.lines)
  }
  const { journal } = await openTestJournal({ path })
  const seqs = await readSeqs(path)
  const kept = new Set(seqs)
  const acknowledged = numbers(lines, 'ack')
  expect(acknowledged.filter((seq) => !kept.has(seq))).toEqual([])
  expect(lines.filter((line) => /^error|^JOURNAL/.test(line))).toEqual([])
  expect(await verifyJournal(path)).toMatchObject({ problemCount: 0 })
  expect(kept.size).toBe(seqs.length)
  expect(journal.lastSeq).toBe(seqs.at(-1))
  return {
    acknowledged: acknowledged.length,
    restartsMs: lines
      .filter((line) => line.startsWith('open'))
      .map((line) => Number(line.split(' ')[2])),
  }
}

function numbers(lines: readonly string[], word: string): number[] {
  return lines
    .filter((line) => line.startsWith(`${word} `))
    .map((line) => Number(line.split(' ')[1]))
}
