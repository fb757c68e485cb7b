import type { Context, Key } from '../../context.ts'
import { forwardFacts } from '../../contract/forward.ts'
import { describeForward } from '../journal/listed-line.ts'
import { renderRecordedCurl } from '../journal/recorded-curl.ts'
import type { ListenDesk } from '../listen/listen-desk.ts'
import type { TunnelChange } from '../listen/receiver-reporter.ts'
import { createTunnelNews } from '../listen/tunnel-news.ts'
import type { Ready } from '../ready.ts'
import { createStyle, type Style } from '../style.ts'
import { toClipboard } from './clipboard.ts'
import { renderFrame } from './live-frame.ts'
import type { LiveHistory, LiveRow } from './live-history.ts'
import { selectedRow, type LiveModel } from './live-model.ts'
import { createSessionLayouts } from './session-lines.ts'
import { createLiveScreen, type LiveScreen } from './live-screen.ts'
import { FIRST_VIEW, press, type LiveEffect, type ListPlace, type LiveView } from './live-view.ts'

export interface LiveViewerOptions {
  readonly context: Context
  readonly history: LiveHistory
  readonly ready: Ready
  readonly desk: ListenDesk
  readonly tunnel: TunnelChange | null
}

/** What stood on the screen before, and may not be missed. */
function firstNotice({ ready, tunnel }: LiveViewerOptions): string {
  if (tunnel?.state === 'down') return `no tunnel, the local address only: ${tunnel.detail}`
  const isOpen = ready.publicUrl !== null && !ready.requiresToken
  return isOpen ? 'anybody who learns the public URL may post to it: --require-token, --oauth' : ''
}

/** Holds the terminal: paints what the history has, and does what the keys ask for. */
export class LiveViewer {
  readonly #options: LiveViewerOptions
  readonly #screen: LiveScreen
  readonly #style: Style
  #giveBack: () => void = () => {}
  #view: LiveView = FIRST_VIEW
  #place: ListPlace = { seqs: [], pageRows: 1, maxScroll: 0 }
  #tunnel: TunnelChange | null
  readonly #layouts = createSessionLayouts()
  readonly #isNews = createTunnelNews()
  #hasToken = false
  #notice: string

  constructor(options: LiveViewerOptions) {
    const { stdout, env, clock } = options.context
    this.#options = options
    this.#tunnel = options.tunnel
    this.#style = createStyle(stdout, env)
    this.#notice = this.#style.showMessage(firstNotice(options))
    this.#screen = createLiveScreen(stdout, clock, () => this.#render())
  }

  async open(): Promise<void> {
    this.#giveBack = await this.#options.context.terminal.open({
      onKey: (key) => this.#press(key),
      onResize: () => this.refresh(),
    })
    this.refresh()
  }

  refresh(): void {
    this.#screen.refresh()
  }

  showTunnel(change: TunnelChange): void {
    this.#tunnel = change
    if (this.#isNews(change)) this.notify(`tunnel ${change.state}: ${change.detail}`)
    this.refresh()
  }

  showToken(text: string, isIssued: boolean): void {
    this.#hasToken ||= isIssued
    this.notify(text)
  }

  /** Shows a word on what happened, until the next one. Outside text in it is made harmless. */
  notify(text: string): void {
    this.#say(this.#style.showMessage(text))
  }

  close(): void {
    this.#screen.close()
    this.#giveBack()
  }

  #say(harmless: string): void {
    this.#notice = harmless
    this.refresh()
  }

  #render(): readonly string[] {
    const { lines, place } = renderFrame(
      this.#model(),
      this.#options.context.terminal.rows,
      this.#style,
    )
    this.#place = place
    return lines
  }

  #model(): LiveModel {
    const { history, ready, desk } = this.#options
    const [rows, counts] = [history.rows(), history.counts()]
    return {
      view: this.#view,
      rows,
      counts,
      ready,
      desk,
      tunnel: this.#tunnel,
      layouts: this.#layouts,
      hasToken: this.#hasToken,
      notice: this.#notice,
    }
  }

  #press(key: Key): void {
    const { view, effect } = press(this.#view, key, this.#place)
    this.#view = view
    this.#notice = ''
    if (effect !== null) this.#do(effect)
    this.refresh()
  }

  #do(effect: LiveEffect): void {
    if (effect === 'quit') return this.#quit()
    if (effect === 'open') return this.#openJournal()
    const row = selectedRow(this.#model())
    if (row === undefined) return this.notify('nothing is selected')
    if (effect === 'copy') return this.#copy(row)
    this.#replay(row)
  }

  #quit(): void {
    this.notify('ending: what is under way gets its answer')
    this.#options.desk.quit()
  }

  #copy({ received }: LiveRow): void {
    const { stdout } = this.#options.context
    // Inside base64, no secret would be found.
    const command = stdout.redact(renderRecordedCurl(this.#options.desk.toRecord(received)))
    const text = toClipboard(command)
    if (text === null) {
      return this.notify(`too long for the clipboard: hookstep journal show ${received.seq} --curl`)
    }
    stdout.write(text)
    this.notify('sent to the clipboard of the terminal, if it has one for programs')
  }

  #replay({ received }: LiveRow): void {
    const { replay } = this.#options.desk
    if (replay === null) return this.notify('no app to send it to: --forward-to names one')
    if (received.content.kind === 'refused') return this.notify('what was refused is not passed on')
    this.notify(`#${received.seq} is sent again`)
    void replay(received).then((result) =>
      this.#say(`#${result.seq} again: ${describeForward(forwardFacts(result), this.#style)}`),
    )
  }

  #openJournal(): void {
    const { desk, ready } = this.#options
    const { openJournal } = desk
    if (openJournal === null) return this.notify('nothing is kept: --no-journal')
    this.notify('opening the folder of the journal')
    openJournal().then(
      () => this.notify('the folder of the journal is opened'),
      (error: unknown) =>
        this.notify(`it cannot be opened (${(error as Error).message}): ${ready.journal}`),
    )
  }
}
