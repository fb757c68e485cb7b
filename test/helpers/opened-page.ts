import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest'
import { CHROMIUM, launchChromium } from './chromium.ts'

/** A page that was opened from disk. */
export interface OpenedPage {
  readonly page: Page
  readonly url: string
  /** What the console said, uncaught errors included. */
  readonly said: string[]
  readonly requested: string[]
}

export interface OpenOptions extends BrowserContextOptions {
  /** A script that runs before those of the page. */
  readonly before?: string
}

export type OpenPage = (html: string, options?: OpenOptions) => Promise<OpenedPage>

/** Describes a page in one real Chromium for all of its tests; where there is none, they are skipped, and say so. */
export function describeInChromium(what: string, tests: (open: OpenPage) => void): void {
  const missing = CHROMIUM === undefined ? ': skipped, there is no chromium here' : ''
  describe.skipIf(CHROMIUM === undefined)(`${what} in a real Chromium${missing}`, () => {
    tests(pageOpener())
  })
}

/** Each page is closed with its test. */
function pageOpener(): OpenPage {
  const folder = mkdtempSync(join(tmpdir(), 'hookstep-page-'))
  let browser: Browser
  let pages = 0
  beforeAll(async () => {
    browser = await launchChromium()
  }, 60_000)
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return async (html, { before, ...options } = {}) => {
    pages += 1
    const path = join(folder, `${pages}.html`)
    writeFileSync(path, html)
    const context = await browser.newContext(options)
    onTestFinished(async () => context.close())
    if (before !== undefined) await context.addInitScript(before)
    return goTo(pathToFileURL(path).href, await context.newPage())
  }
}

async function goTo(url: string, page: Page): Promise<OpenedPage> {
  const [said, requested]: [string[], string[]] = [[], []]
  page.on('console', (message) => said.push(message.text()))
  page.on('pageerror', (error) => said.push(error.message))
  page.on('request', (request) => requested.push(request.url()))
  await page.goto(url)
  return { page, url, said, requested }
}

/** What axe finds wrong with a page, everything on it opened. Throws where it did not even look at the contrast. */
export async function axeFaults(page: Page): Promise<unknown[]> {
  await openAll(page)
  await page.evaluate(axe.source)
  const { violations, passes } = await page.evaluate<AxeResults>('axe.run()')
  if (!passes.some(({ id }) => id === 'color-contrast')) throw new Error('axe saw no contrast')
  return violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary])
}

/** How wide the page is, with everything on it opened. */
export async function openedWidth(page: Page): Promise<number> {
  await openAll(page)
  return page.evaluate<number>('document.documentElement.scrollWidth')
}

/** The colour of the paper in a colour scheme. */
export async function paperOf(page: Page): Promise<string> {
  return page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
}

/** Lets a script on the page load an image, fetch, and add a script of its own; gives what the page's policy stopped. */
export async function stoppedByPolicy(open: OpenPage, html: string, url: string) {
  const before = `window.stopped = []
    addEventListener('securitypolicyviolation', (event) => stopped.push(event.effectiveDirective))`
  const { page } = await open(html, { before })
  await page.evaluate(`
    const image = document.createElement('img')
    image.src = ${JSON.stringify(url)}
    const script = document.createElement('script')
    script.textContent = 'window.isHacked = true'
    document.body.append(image, script)
    fetch(${JSON.stringify(url)}).catch(() => {})`)
  await page.waitForFunction('stopped.length === 3')
  const stopped = await page.evaluate<string[]>('stopped')
  return { stopped: stopped.toSorted(), isHacked: await page.evaluate('window.isHacked') }
}

async function openAll(page: Page): Promise<void> {
  await page.evaluate('document.querySelectorAll("details").forEach((each) => (each.open = true))')
}
