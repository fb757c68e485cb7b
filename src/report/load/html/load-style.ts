import head from '../../html/styles/head.css?raw'
import headline from '../../html/styles/headline.css?raw'
import latency from '../../html/styles/latency.css?raw'
import linePlot from '../../html/styles/line-plot.css?raw'
import load from './styles/load.css?raw'

/** The style of the page of `load`, beside what all pages have. */
export const LOAD_STYLE = [head, headline, latency, linePlot, load].join('\n')
