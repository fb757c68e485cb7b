import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import type { LoadReport } from '../../../src/contract/load-report.ts'
import { renderLoadHtml } from '../../../src/report/load/html/render-load-html.tsx'
import { makeEmptyLoad, makeLoadOf, makeRejectedLoad } from '../../helpers/load-report.ts'
import {
  axeFaults,
  describeInChromium,
  type OpenedPage,
  type OpenOptions,
} from '../../helpers/opened-page.ts'
import { redactCanary } from '../../helpers/sequence-run.ts'
import { testPage } from '../../helpers/test-page.ts'

describeInChromium('the page of load', (openPage) => {
  const open = async (
    options: OpenOptions = {},
    report: LoadReport = makeRejectedLoad(),
  ): Promise<OpenedPage> => openPage(renderLoadHtml(report, redactCanary), options)

  testPage(openPage, {
    title: 'hookstep load',
    url: 'http://127.0.0.1:3000/webhook',
    whole: () => renderLoadHtml(makeRejectedLoad(), redactCanary),
    small: () => renderLoadHtml(makeRejectedLoad(), redactCanary),
  })

  /** Where an element stands, from the left and from the top. */
  const boxOf = async (element: Locator) => {
    const box = await element.boundingBox()
    if (box === null) throw new Error('it is not shown')
    return box
  }

  test('what a stranger sent runs nothing', async () => {
    const text = `</script><script>isHacked = 1</script><img src=x onerror="isHacked = 1">`
    const { page, said, requested } = await open({}, makeLoadOf(text))
    expect(await page.locator('#statuses').innerText()).toContain(text)
    expect(await page.evaluate('window.isHacked')).toBeUndefined()
    expect([said, requested.length]).toEqual([[], 1])
  })

  test('by keyboard: past the head to the figures, and the course opens in numbers', async () => {
    const { page } = await open()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect.poll(() => new URL(page.url()).hash).toBe('#statuses')
    await page.goBack()
    const focused = async () => page.evaluate<string>('document.activeElement.textContent')
    for (let tabs = 0; tabs < 10 && (await focused()) !== 'In numbers'; tabs += 1) {
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await page.getByRole('rowheader', { name: '3 s' }).waitFor()
    expect(await page.locator('#time table tbody tr').count()).toBe(4)
  })

  test('without JavaScript it reads whole', async () => {
    const { page } = await open({ javaScriptEnabled: false })
    await page.getByText('In numbers').click()
    expect(await page.getByRole('rowheader', { name: '3 s' }).isVisible()).toBe(true)
    expect(await page.locator('#statuses tbody tr').count()).toBe(2)
    expect(await page.locator('button:visible').count()).toBe(0)
  })

  test('axe finds no fault in a run that measured nothing', async () => {
    expect(await axeFaults((await open({}, makeEmptyLoad())).page)).toEqual([])
  }, 60_000)

  test('on a phone, the words of a plot are large enough, and none is cut off', async () => {
    const { page } = await open({ viewport: { width: 360, height: 800 } })
    const words = await Promise.all(
      (await page.locator('.line-plot text').all()).map(async (text) => boxOf(text)),
    )
    expect(Math.min(...words.map(({ x }) => x))).toBeGreaterThanOrEqual(0)
    expect(Math.max(...words.map(({ x, width }) => x + width))).toBeLessThanOrEqual(360)
    expect(Math.min(...words.map(({ height }) => height))).toBeGreaterThanOrEqual(8)
    expect(
      await page.evaluate('getComputedStyle(document.querySelector(".line-plot")).overflow'),
    ).toBe('visible')
  })

  test('the band of a rejection stands over its time, and hides no line', async () => {
    const { page } = await open()
    const band = await boxOf(page.locator('#time .line-plot .band'))
    const tick = async (label: string) =>
      boxOf(page.locator('#time .line-plot').getByText(label, { exact: true }))
    const middle = ({ x, width }: { x: number; width: number }): number => x + width / 2
    expect(band.x).toBeCloseTo(middle(await tick('2 s')), -1)
    expect(band.x + band.width).toBeCloseTo(middle(await tick('3 s')), -1)
    const line = await boxOf(page.locator('#time .line-plot .series-2').first())
    expect(band.y + band.height).toBeLessThan(line.y)
  })

  test('on paper, names are smaller than what they name, and there is nothing to press', async () => {
    const { page } = await open()
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('nav').isVisible()).toBe(false)
    const size = async (selector: string): Promise<number> =>
      page.evaluate<number>(
        `parseFloat(getComputedStyle(document.querySelector('${selector}')).fontSize)`,
      )
    expect(await size('.facts dt')).toBeLessThan(await size('.facts dd'))
  })
})
