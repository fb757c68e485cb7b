import exchanges from './styles/exchanges.css?raw'
import findings from './styles/findings.css?raw'
import flows from './styles/flows.css?raw'
import head from './styles/head.css?raw'
import latency from './styles/latency.css?raw'
import print from './styles/print.css?raw'
import summary from './styles/summary.css?raw'

/** The style of the page of `check`, beside what all pages have. */
export const CHECK_STYLE = [head, summary, flows, latency, findings, exchanges, print].join('\n')
