import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { CheckReport } from '../../../src/contract/check-report.ts'
import { renderCheckHtml } from '../../../src/report/check/html/render-check-html.tsx'
import { describeInChromium, type OpenedPage, type OpenOptions } from '../../helpers/opened-page.ts'
import { answer, redactCanary } from '../../helpers/sequence-run.ts'
import { testPage } from '../../helpers/test-page.ts'
import { makeChecked } from '../../helpers/check-report.ts'
import { makeExchange, makeReport, makeWholeReport } from './make-check-report.ts'

/** Every result and every group, and few of each: for what looks at every element, or needs no more. */
function oneOfEachKind(): CheckReport {
  const ids = [
    'ACK-FACE',
    'ACK-SOON',
    'AUTH-NONE',
    'TLS-HTTPS',
    'SUR-FLOWS',
    'REF-DEEP',
    'REF-LARGE',
  ]
  return makeReport(makeWholeReport().results.filter(({ rule }) => ids.includes(rule.id)))
}

describeInChromium('the page of check', (openPage) => {
  const open = async (
    options: OpenOptions = {},
    report: CheckReport = makeWholeReport(),
  ): Promise<OpenedPage> => openPage(renderCheckHtml(report, redactCanary), options)

  testPage(openPage, {
    title: 'hookstep check',
    url: 'http://127.0.0.1:3000/webhook',
    whole: () => renderCheckHtml(makeWholeReport(), redactCanary),
    small: () => renderCheckHtml(oneOfEachKind(), redactCanary),
    use: async (page) => page.getByRole('button', { name: 'Open all' }).click(),
  })

  const count = (page: Page) => page.locator('[data-filter-count]')
  const entries = (page: Page) => page.locator('[data-entry]:visible')

  test('what a stranger sent runs nothing', async () => {
    const text = `</script><script>isHacked = 1</script><img src=x onerror="isHacked = 1">`
    const outcome = answer(302, [['Location', text]], text)
    const exchange = makeExchange({ label: text, outcome, request: { url: text } })
    const report = makeReport([makeChecked('ACK-ID', 'fail', text, [exchange])], { url: text })
    const { page, said, requested } = await open({}, report)
    await page.locator('details.exchange > summary').click()
    expect(await page.locator('.message .body').last().innerText()).toBe(text)
    expect(await page.evaluate('window.isHacked')).toBeUndefined()
    expect([said, requested.length]).toEqual([[], 1])
  })

  test('the filter works by keyboard and says how much is left', async () => {
    const { page } = await open()
    await expect.poll(async () => count(page).innerText()).toBe('74 of 74 rules')
    await page.getByRole('checkbox', { name: /Failed/ }).focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    expect(await count(page).innerText()).toBe('14 of 74 rules')
    expect(await entries(page).count()).toBe(14)
    expect(await page.getByRole('heading', { name: /^Passed/ }).isVisible()).toBe(false)
    await page.keyboard.press('Tab')
    await page.keyboard.type('Refuses')
    expect(await count(page).innerText()).toBe('2 of 74 rules')
    await page.keyboard.press('Tab')
    await page.keyboard.type('nested HANG')
    expect(await count(page).innerText()).toBe('1 of 74 rules')
    expect(await entries(page).getAttribute('id')).toBe('REF-DEEP')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await count(page).innerText()).toBe('74 of 74 rules')
    expect(await entries(page).count()).toBe(74)
    expect(await count(page).getAttribute('aria-live')).toBe('polite')
  })

  test('all entries are opened, and closed, at once: those that the filter leaves', async () => {
    const { page } = await open()
    const opened = page.locator('[data-entry] > details[open]')
    await page.getByRole('searchbox').fill('acknowledges expired')
    await page.getByRole('button', { name: 'Close all' }).click()
    const before = await opened.count()
    await page.getByRole('button', { name: 'Open all' }).click()
    const shown = await entries(page).count()
    expect(shown).toBeGreaterThan(0)
    expect(await opened.count()).toBe(before + shown)
  })

  test('a link of the summary leads to its finding, also where the filter hid it', async () => {
    const { page } = await open()
    await page.getByRole('checkbox', { name: /Failed/ }).uncheck()
    expect(await page.locator('#REF-DEEP').isVisible()).toBe(false)
    await page.getByRole('link', { name: 'REF-DEEP' }).click()
    await page.locator('#REF-DEEP > details[open]').waitFor()
    expect(await count(page).innerText()).toBe('74 of 74 rules')
  })

  test('copy as curl puts the command on the clipboard', async () => {
    const { page } = await open(
      { permissions: ['clipboard-read', 'clipboard-write'] },
      oneOfEachKind(),
    )
    const exchange = page.locator('#ACK-FACE details.exchange')
    await exchange.locator('> summary').click()
    await exchange.getByRole('button', { name: 'Copy as curl' }).click()
    await exchange.getByText('Copied').waitFor()
    const copied = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(copied).toBe(await exchange.locator('[data-copy-text]').textContent())
    expect(copied).toMatch(/^curl --request POST 'http:\/\/127\.0\.0\.1:3000\/webhook' \\\n/)
  })

  test('without a clipboard the command is selected', async () => {
    const { page } = await open(
      {
        before: `Object.defineProperty(navigator, 'clipboard', { value: undefined })`,
      },
      oneOfEachKind(),
    )
    const exchange = page.locator('#ACK-FACE details.exchange')
    await exchange.locator('> summary').click()
    await exchange.getByRole('button', { name: 'Copy as curl' }).press('Enter')
    await exchange.getByText('Selected: press').waitFor()
    const selected = await page.evaluate<string>('getSelection().toString()')
    expect(selected.trim()).toBe(await exchange.locator('[data-copy-text]').textContent())
  })

  test('without JavaScript it reads whole, and shows no button that does nothing', async () => {
    const { page } = await open({ javaScriptEnabled: false })
    expect(await entries(page).count()).toBe(74)
    expect(await page.locator('button:visible').count()).toBe(0)
    expect(await page.getByRole('search').count()).toBe(0)
    const entry = page.locator('#AUTH-NONE')
    await entry.locator('> details > summary').click()
    await entry.locator('details.exchange > summary').first().click()
    expect(await entry.locator('[data-copy-text]').first().isVisible()).toBe(true)
    expect(await entry.getByRole('heading', { name: 'Answer' }).first().isVisible()).toBe(true)
  })

  test('a mark of the plot stands where its time is on the scale', async () => {
    const { timings, ...outcome } = answer(204)
    const took = (totalMs: number) =>
      makeExchange({ outcome: { ...outcome, timings: { ...timings, totalMs } } })
    const report = makeReport([makeChecked('ACK-EXPIRED', 'pass', 'x', [took(1), took(100)])])
    const { page } = await open({}, report)
    const row = page.getByRole('row', { name: /^EXPIRED/ })
    const middles = async (selector: string): Promise<number[]> => {
      const boxes = await Promise.all(
        (await row.locator(selector).all()).map(async (each) => each.boundingBox()),
      )
      return boxes.map((box) => Math.round((box?.x ?? 0) + (box?.width ?? 0) / 2))
    }
    const [marks, ticks] = [await middles('.mark'), await middles('.tick')]
    expect(ticks).toHaveLength(3)
    expect(Math.abs((marks[0] ?? 0) - (ticks[0] ?? 0))).toBeLessThanOrEqual(1)
    expect(Math.abs((marks[1] ?? 0) - (ticks[2] ?? 0))).toBeLessThanOrEqual(1)
  })

  test('on paper there is no filter, and what failed is whole', async () => {
    const { page } = await open({}, oneOfEachKind())
    await page.getByRole('button', { name: 'Close all' }).click()
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.filter').isVisible()).toBe(false)
    expect(await page.locator('#ACK-FACE .mend').isVisible()).toBe(true)
    expect(await page.locator('#AUTH-NONE .reasons').isVisible()).toBe(false)
  })
})
