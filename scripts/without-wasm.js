/**
 * Leaves the WebAssembly of hdr-histogram-js out of the bundle: hookstep uses its histograms in JavaScript.
 * A plugin for esbuild.
 */
export const withoutWasm = {
  name: 'without-wasm',
  setup: (build) => {
    build.onLoad({ filter: /hdr-histogram-js.dist.wasm.generated-wasm\.js$/ }, () => ({
      contents: 'exports.BINARY = ""',
    }))
  },
}
