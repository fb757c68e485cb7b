import { flawsOf, resultsOf, runRules, type Setup } from '../run-rules.ts'

/** Checks a URL, in a process of its own: whom Node.js trusts is settled when it starts. */
const [url = '', setup = '{}'] = process.argv.slice(2)
const result = await runRules(url, JSON.parse(setup) as Setup)
const findings = Object.fromEntries(result.results.map(({ rule, finding }) => [rule.id, finding]))
process.stdout.write(
  JSON.stringify({ results: resultsOf(result), flaws: flawsOf(result), findings }),
)
