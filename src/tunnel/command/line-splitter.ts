/** A longer line is cut: no program prints its URL so far behind. */
const LONGEST_LINE = 4096

/** Splits what one stream of a program brings into lines. */
export class LineSplitter {
  #rest = ''

  /** The line that has not ended yet. */
  get rest(): string {
    return this.#rest
  }

  /** Gives the lines that end in this text; those without a visible character are left out. */
  split(text: string): string[] {
    const lines = `${this.#rest}${text}`.split(/[\r\n]+/).map((line) => line.slice(0, LONGEST_LINE))
    this.#rest = lines.pop() ?? ''
    return lines.filter((line) => line.trim() !== '')
  }
}
