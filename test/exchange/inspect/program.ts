import { createInspect } from '../../../src/exchange/inspect.ts'

/** Inspects the URL that it is given. A process of its own: whom Node.js trusts is settled when it starts. */
const [url = ''] = process.argv.slice(2)
const inspect = createInspect({ now: () => new Date() })
const facts = await inspect(new URL(url), new AbortController().signal)
process.stdout.write(JSON.stringify(facts))
