import type { JournalVerification, LineProblem } from '../../journal/read-journal.ts'
import { indented, type Style } from '../style.ts'
import { byteSize, count } from '../text/units.ts'

/** Damaged lines beyond this many are counted only; `--json` tells more of them. */
const SHOWN_PROBLEMS = 20

const WORDS: Readonly<Record<LineProblem['code'], string>> = {
  no_crc: 'does not end with a CRC',
  bad_crc: 'its CRC does not fit',
  bad_record: 'whole, and not a record that this version of hookstep can read',
  too_long: 'longer than any record',
  torn_tail: 'the torn end of a record that was never acknowledged',
}

/** What `journal verify` found: what is in the file, every damaged line with its place, and what it comes to. */
export function renderVerification(path: string, found: JournalVerification, style: Style): string {
  const lines = [
    indented(style.paint.bold(style.showMessage(path)), 0, style),
    indented(contents(found), 2, style),
    ...problemLines(found, style),
    conclusion(found, style),
  ]
  return `${lines.join('\n')}\n`
}

function contents({ records, sizeBytes }: JournalVerification): string {
  const parts = [
    count(records.request, 'request'),
    count(records.forward, 'forward'),
    `${records.reply} ${records.reply === 1 ? 'reply' : 'replies'}`,
  ]
  return `${parts.join(', ')}, ${byteSize(sizeBytes)}`
}

function problemLines({ problems, problemCount }: JournalVerification, style: Style): string[] {
  const lines = problems.slice(0, SHOWN_PROBLEMS).map((problem) => {
    const { code, offset, sizeBytes } = problem
    const place = `at byte ${offset}, ${byteSize(sizeBytes)}`
    const detail = code === 'bad_record' ? ` (${style.show(problem.detail)})` : ''
    const text = `${style.paint.red(code)} ${place}: ${WORDS[code]}${detail}`
    return indented(text, 2, style)
  })
  const hidden = problemCount - lines.length
  return hidden > 0 ? [...lines, `  ${style.paint.red(`and ${hidden} more`)}`] : lines
}

function conclusion({ problemCount, isTorn }: JournalVerification, style: Style): string {
  if (problemCount === 0) return style.paint.green('whole')
  const inside = problemCount - (isTorn ? 1 : 0)
  const left = inside === 1 ? 'skipped, and left as it is' : 'skipped, and left as they are'
  const sentences = [
    ...(inside > 0 ? [`${count(inside, 'damaged line')}: ${left}.`] : []),
    ...(isTorn ? [TORN] : []),
  ]
  return indented(style.paint.yellow(sentences.join(' ')), 0, style)
}

const TORN =
  'A listener was killed while it wrote. The next `hookstep listen --journal` with this file cuts the torn end off and keeps it beside the file.'
