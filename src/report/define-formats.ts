/** One format of report: the file that it is written to, and what renders it, loaded when it is asked for. */
export interface FormatEntry<Args extends readonly unknown[]> {
  readonly fileName: string
  readonly load: () => Promise<(...args: Args) => string>
}

/** The formats in which one kind of run is reported. */
export interface ReportFormats<Format extends string, Args extends readonly unknown[]> {
  readonly names: readonly Format[]
  /** The name of the file that a report of this format is written to. */
  readonly fileName: (format: Format) => string
  /** A run as a report of this format, without the secrets that its `redact` knows. */
  readonly render: (format: Format, ...args: Args) => Promise<string>
}

/** The formats of a table, in its order. */
export function defineFormats<Format extends string, Args extends readonly unknown[]>(
  table: Readonly<Record<Format, FormatEntry<Args>>>,
): ReportFormats<Format, Args> {
  return {
    names: Object.keys(table) as Format[],
    fileName: (format) => table[format].fileName,
    render: async (format, ...args) => {
      const render = await table[format].load()
      return render(...args)
    },
  }
}
