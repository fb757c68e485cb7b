import base from './styles/base.css?raw'
import colours from './styles/colours.css?raw'
import copying from './styles/copying.css?raw'
import filter from './styles/filter.css?raw'
import marks from './styles/marks.css?raw'
import print from './styles/print.css?raw'

/** The style that all pages have in common. What is for paper comes last: it takes the colours back. */
export const PAGE_STYLE = [colours, base, marks, filter, copying, print].join('\n')
