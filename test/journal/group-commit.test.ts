import { expect, test } from 'vitest'
import { faultyFiles, makeRecord, openTestJournal, readSeqs } from './rig.ts'

const MIB = 1024 * 1024

test('64 appends at once need one sync', async () => {
  const { files, calls } = faultyFiles()
  const { journal, path } = await openTestJournal({ files })
  const seqs = Array.from({ length: 64 }, (_, index) => index + 1)
  await Promise.all(seqs.map(async (seq) => journal.append(makeRecord(seq))))
  expect(calls.filter((call) => call === 'datasync')).toHaveLength(1)
  expect(await readSeqs(path)).toEqual(seqs)
})

test('what arrives during a sync shares the next one, and nothing resolves before its own', async () => {
  const rig = faultyFiles()
  const { journal, path } = await openTestJournal({ files: rig.files })
  const gates: (() => void)[] = []
  const written: number[] = []
  rig.faults = {
    write: async (bytes) => {
      written.push(bytes.toString().split('\n').length - 1)
      return (await rig.opened[0]?.write(bytes)) ?? 0
    },
    datasync: async () => new Promise((resolve) => gates.push(resolve)),
  }
  const done: number[] = []
  const append = async (seq: number): Promise<void> => {
    await journal.append(makeRecord(seq))
    done.push(seq)
  }
  const first = append(1)
  await expect.poll(() => gates.length).toBe(1)
  const others = Array.from({ length: 63 }, async (_, index) => append(index + 2))
  expect(await readSeqs(path)).toEqual([1])
  expect(done).toEqual([])
  gates.shift()?.()
  await first
  await expect.poll(() => gates.length).toBe(1)
  expect(done).toEqual([1])
  expect(written).toEqual([1, 63].map(() => expect.any(Number)))
  expect(await readSeqs(path)).toHaveLength(64)
  rig.faults = {}
  gates.shift()?.()
  await Promise.all(others)
  expect(done).toHaveLength(64)
  expect(rig.calls.filter((call) => call === 'datasync')).toHaveLength(2)
})

test('64 clients that append one record after the other need far fewer syncs than records', async () => {
  const { files, calls } = faultyFiles()
  const { journal, path } = await openTestJournal({ files })
  const client = async (): Promise<void> => {
    for (let count = 0; count < 20; count += 1)
      await journal.append(makeRecord(journal.lastSeq + 1))
  }
  await Promise.all(Array.from({ length: 64 }, client))
  expect(await readSeqs(path)).toEqual(Array.from({ length: 1280 }, (_, index) => index + 1))
  const syncs = calls.filter((call) => call === 'datasync').length
  expect(syncs).toBeLessThanOrEqual(1280 / 16)
})

test('a batch is bounded: large records are split over several', async () => {
  const { files, calls } = faultyFiles()
  const { journal, path } = await openTestJournal({ files })
  const body = Buffer.alloc(MIB, 'x')
  const seqs = [1, 2, 3, 4, 5, 6, 7]
  await Promise.all(seqs.map(async (seq) => journal.append(makeRecord(seq, { body }))))
  expect(calls.filter((call) => call === 'datasync')).toHaveLength(3)
  expect(await readSeqs(path)).toEqual(seqs)
})

test('closing waits for what was given, and takes no more', async () => {
  const { journal, path } = await openTestJournal()
  const appended = [1, 2, 3].map(async (seq) => journal.append(makeRecord(seq)))
  await journal.close()
  await Promise.all(appended)
  await expect(journal.append(makeRecord(4))).rejects.toMatchObject({ code: 'JOURNAL_CLOSED' })
  await journal.close()
  expect(await readSeqs(path)).toEqual([1, 2, 3])
})
