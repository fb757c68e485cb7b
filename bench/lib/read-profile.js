import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

/** What a profile's nodes without a file stand for. */
const OF_V8 = new Set(['(garbage collector)', '(program)', '(idle)', '(root)'])

/**
 * The frames of a `.cpuprofile`, each with the part of the house it is in, its name and place, and the
 * microseconds that were spent in itself. Source maps beside the files are followed.
 */
export function readProfile({ nodes, samples, timeDeltas }) {
  const spentUs = new Map()
  for (const [index, id] of samples.entries()) {
    spentUs.set(id, (spentUs.get(id) ?? 0) + timeDeltas[index])
  }
  const maps = new Map()
  return nodes.map(({ id, callFrame }) => {
    const place = placeOf(callFrame, maps)
    const name = `${callFrame.functionName || '(anonymous)'}${place === '' ? '' : ` ${place}`}`
    return { part: partOf(callFrame, place), name, us: spentUs.get(id) ?? 0 }
  })
}

/** Pairs of what `key` says and the microseconds there, the most expensive first. */
export function sumBy(frames, key) {
  const sums = new Map()
  for (const frame of frames) sums.set(frame[key], (sums.get(frame[key]) ?? 0) + frame.us)
  return [...sums].sort(([, a], [, b]) => b - a)
}

function placeOf({ url, lineNumber, columnNumber }, maps) {
  if (url === '' || url.startsWith('node:')) return url
  if (!maps.has(url)) maps.set(url, loadMap(url))
  const { originalSource } = maps.get(url)?.findEntry(lineNumber, columnNumber) ?? {}
  return (originalSource ?? url).replace(/^.*?(src|node_modules)\//, '$1/')
}

function loadMap(url) {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')))
  } catch {
    return null
  }
}

/** `src/receiver`, a package, a module of Node such as `node:_http_server`, or what V8 does. */
function partOf({ functionName }, place) {
  if (place === '') return OF_V8.has(functionName) ? functionName : 'native code'
  if (place.startsWith('node:')) return place.replace(/^(node:internal\/\w+).*/, '$1')
  const [, part = place] = /(?:^|\/)(node_modules\/(?:@[^/]+\/)?[^/]+|src\/[^/]+)/.exec(place) ?? []
  return part
}
