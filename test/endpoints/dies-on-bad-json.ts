import { healthyBut } from './healthy-but.ts'

/** `JSON.parse` in an async function, and nobody catches what it throws: the process ends. */
export const diesOnBadJson = healthyBut(({ body }, { status }) => {
  try {
    if (status === 400) JSON.parse(body.toString())
    return null
  } catch {
    return 'die'
  }
})
