import type { JSX } from 'preact'

export interface CopyableProps {
  /** What it is: `curl`. */
  readonly name: string
  readonly text: string
}

/** A text to be used elsewhere, with a button that copies it; the button is hidden until the script of the page is there. */
export function Copyable({ name, text }: CopyableProps): JSX.Element {
  return (
    <div class="copyable" data-copyable>
      <button type="button" data-copy={name} hidden>
        {`Copy as ${name}`}
      </button>
      <pre data-copy-text>{text}</pre>
    </div>
  )
}
