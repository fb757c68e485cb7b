import type { JSX } from 'preact'

/** A text in which a long name may break after each of its words: `ONBOARDING_` `FINISHED`. */
export function Breakable({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {text.split(/(?<=_)/).map((part, index) => (
        <>
          {index === 0 ? null : <wbr />}
          {part}
        </>
      ))}
    </>
  )
}
