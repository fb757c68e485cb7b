import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { startFixedEndpoint } from './endpoint.ts'
import { axeFaults, openedWidth, paperOf, stoppedByPolicy, type OpenPage } from './opened-page.ts'

export interface TestedPage {
  /** What its title begins with; the title ends with the URL. */
  readonly title: string
  readonly url: string
  /** The page as a text. */
  readonly whole: () => string
  /** The same with fewer of each, for what looks at every element. */
  readonly small: () => string
  /** Uses what there is to press, before the console is read. @default nothing */
  readonly use?: (page: Page) => Promise<void>
}

/** The tests that every page of a report passes, whatever it tells. */
export function testPage(
  open: OpenPage,
  { title, url: shown, whole, small, use = async () => {} }: TestedPage,
): void {
  test('it opens from disk, says nothing in the console and asks for nothing but itself', async () => {
    const { page, url, said, requested } = await open(whole())
    await use(page)
    expect(await page.title()).toBe(`${title}: ${shown}`)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(shown)
    expect({ requested, said }).toEqual({ requested: [url], said: [] })
  })

  test('its policy lets nothing out and no other script in', async () => {
    const endpoint = await startFixedEndpoint(204)
    expect(await stoppedByPolicy(open, whole(), endpoint.url)).toEqual({
      stopped: ['connect-src', 'img-src', 'script-src-elem'],
      isHacked: undefined,
    })
    expect(endpoint.received).toEqual([])
  })

  test.each(['light', 'dark'] as const)(
    'axe finds no fault in %s',
    async (colorScheme) => {
      const { page } = await open(small(), { colorScheme })
      expect(await axeFaults(page)).toEqual([])
    },
    60_000,
  )

  test.each([360, 1280])('nothing is wider than %i pixels, with everything open', async (width) => {
    const { page } = await open(whole(), { viewport: { width, height: 800 } })
    expect(await openedWidth(page)).toBe(width)
  })

  test('dark is another page than light', async () => {
    const paper = async (colorScheme: 'light' | 'dark'): Promise<string> =>
      paperOf((await open(small(), { colorScheme })).page)
    expect(await paper('light')).toBe('rgb(244, 245, 247)')
    expect(await paper('dark')).toBe('rgb(14, 18, 24)')
  })
}
