import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import pageScript from './browser/page-script.js?raw'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { MarkShapes } from './mark.tsx'
import { PAGE_STYLE } from './page-style.ts'

export interface Page {
  readonly title: string
  /** What the page needs beside the common style. */
  readonly style: string
  readonly body: ComponentChildren
}

/**
 * One page that needs nothing beside itself: style and script are in it, and a policy keeps everything else out, so that it
 * may be opened from disk. The script shows what is `hidden` for readers without one: the filter, the buttons.
 */
export function renderPage({ title, style, body }: Page): string {
  const styles = `${PAGE_STYLE}\n${style}`
  return `<!DOCTYPE html>\n${renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content={contentSecurityPolicy(styles, pageScript)}
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: styles }} />
      </head>
      <body>
        <MarkShapes />
        {body}
        <script dangerouslySetInnerHTML={{ __html: pageScript }} />
      </body>
    </html>,
  )}\n`
}
