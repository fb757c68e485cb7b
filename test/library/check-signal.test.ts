import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { check } from '../../src/index.ts'
import { startEndpoint, startFixedEndpoint } from '../helpers/endpoint.ts'

test('check ends with the signal of its caller, with what was found until then', async () => {
  const end = new AbortController()
  const { url } = await startEndpoint(() => end.abort())
  const { isInterrupted, results } = await check(url, {
    signal: end.signal,
    only: ['ACK-FINISHED'],
  })
  expect(isInterrupted).toBe(true)
  expect(results).toMatchObject([{ finding: { result: 'skipped' } }])
})

test('check of many requests at once warns of no leak', async () => {
  const warnings: string[] = []
  const listen = ({ name }: Error): void => void warnings.push(name)
  process.on('warning', listen)
  onTestFinished(() => void process.off('warning', listen))
  const { url } = await startFixedEndpoint(204)
  await check(url, { only: ['SUR-BURST'] })
  process.emitWarning('the last one', { type: 'Sentinel' })
  await once(process, 'warning')
  expect(warnings).toEqual(['Sentinel'])
})
