import head from '../../html/styles/head.css?raw'
import headline from '../../html/styles/headline.css?raw'
import latency from '../../html/styles/latency.css?raw'
import exchanges from './styles/exchanges.css?raw'
import findings from './styles/findings.css?raw'
import flows from './styles/flows.css?raw'
import print from './styles/print.css?raw'
import summary from './styles/summary.css?raw'

/** The style of the page of `check`, beside what all pages have. */
export const CHECK_STYLE = [
  head,
  headline,
  summary,
  flows,
  latency,
  findings,
  exchanges,
  print,
].join('\n')
