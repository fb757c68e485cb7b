import type { JournalEvent } from '../../journal/journal.ts'
import { indented, type Style } from '../style.ts'
import { byteSize, count } from './units.ts'

/** Something that happened to the journal: when, and what it means. */
export function renderJournalEvent(event: JournalEvent, time: string, style: Style): string {
  const paint = event.kind === 'recovered' ? style.paint.green : style.paint.yellow
  const text = `${paint('journal')}  ${style.showMessage(describeJournalEvent(event))}`
  return `${indented(`${style.paint.dim(time)}  ${text}`, 0, style)}\n`
}

/** The same in words. Outside text in it is not yet harmless. */
export function describeJournalEvent(event: JournalEvent): string {
  switch (event.kind) {
    case 'torn':
      return `a record that an earlier run did not finish was cut off (${byteSize(event.sizeBytes)}); it is kept in ${event.savedAs}`
    case 'corrupt':
      return `${count(event.problems.length, 'damaged line')} skipped, and left as they are; hookstep journal verify tells where`
    case 'reopened':
      return `the file was ${event.change}: it was opened again`
    case 'trouble':
      return `cannot be written: ${event.error.message}; notifications are answered 503${event.error.code === 'JOURNAL_BROKEN' ? '' : ' until it can'}`
    case 'recovered':
      return 'is written again'
  }
}
