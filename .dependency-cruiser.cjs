/**
 * The architecture diagram, checked: `bin -> main -> program -> commands -> rooms -> contract`.
 * An allow list: whatever no rule names is refused. Rooms don't import each other; each exception
 * carries its reason. `test/architecture.test.ts` plants a violation to prove that this can fail.
 */
const NODE = '^(node:)?(buffer|readline|child_process|crypto|dns|events|fs|fs/promises|http|https|net|os|path|stream|stream/promises|timers/promises|tls|tty|url|util|diagnostics_channel|module|zlib)$'

/** What a room may import: itself, the contract, the types of the context, and the packages named. */
const room = (name, to = []) => ({
  from: { path: `^src/${name}/` },
  to: { path: [`^src/${name}/`, '^src/contract/', '^src/context\\.ts$', ...to] },
})
const pkg = (name) => `node_modules/${name}/`

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, pathNot: ['\\.d\\.ts$'] }, to: {} },
  ],
  allowedSeverity: 'error',
  allowed: [
    // The way in. Only bin and main touch the process.
    { from: { path: '^bin/' }, to: { path: ['^bin/compile-cache\\.js$', '^dist/main\\.js$', '^package\\.json$', '^(fs|module|path|url)$'] } },
    {
      from: { path: '^src/main\\.ts$' },
      to: { path: ['^src/(context|node-context|program|secret-store)\\.ts$', '^src/contract/', '^src/report/(error|style)\\.ts$'] },
    },
    {
      from: { path: '^src/node-(context|editor|hangup|nohup|opener|prompt|streams|terminal)\\.ts$' },
      to: { path: ['^src/(context|node-editor|node-hangup|node-nohup|node-opener|node-prompt|node-streams|node-terminal|secret-store|system-clock|wrap-question)\\.ts$', '^src/contract/errors\\.ts$', NODE, pkg('inquirer'), pkg('open'), pkg('ansi-escapes')] },
    },
    { from: { path: '^src/wrap-question\\.ts$' }, to: { path: ['^src/context\\.ts$', pkg('fast-wrap-ansi')] } },
    { from: { path: '^src/context\\.ts$' }, to: { path: '^src/secret-store\\.ts$' } },
    { from: { path: '^src/system-clock\\.ts$' }, to: { path: '^src/context\\.ts$' } },
    {
      from: { path: '^src/program\\.ts$' },
      to: { path: ['^src/(commands|config|contract)/', '^src/context\\.ts$', '^src/report/style\\.ts$', pkg('commander')] },
    },
    // Commands wire the rooms together.
    {
      from: { path: '^src/commands/' },
      to: { path: ['^src/[^/]+/', '^src/(context|secret-store)\\.ts$', pkg('commander')] },
    },
    // Exception: a worker thread of load, and what starts it.
    { from: { path: '^src/commands/load/start-thread\\.ts$' }, to: { path: '^(node:)?worker_threads$' } },
    {
      from: { path: '^src/load-worker\\.ts$' },
      to: { path: ['^src/delivery/load/threads/', '^src/exchange/pool-exchange\\.ts$', '^src/system-clock\\.ts$', '^(node:)?worker_threads$'] },
    },
    // Exceptions: files that a command reads or writes for its user.
    { from: { path: '^src/commands/(send|write-reports|init|listen/(recorder|ready-file|listen-desk))\\.ts$' }, to: { path: [NODE, pkg('write-file-atomic')] } },
    // The library entry: the contract, a receiver and `check`, for other people's tests.
    { from: { path: '^src/index\\.ts$' }, to: { path: '^src/(contract|library)/' } },
    {
      from: { path: '^src/library/' },
      to: { path: ['^src/(library|contract|receiver|delivery|exchange|config)/', '^src/(context|system-clock)\\.ts$', NODE] },
    },
    // PURE: nothing but itself and the validation library. No I/O, no clock, no randomness.
    { from: { path: '^src/contract/' }, to: { path: ['^src/contract/', pkg('valibot')] } },
    // Exception: the path of a journal starts from the user's folder.
    { from: { path: '^src/commands/replay\\.ts$' }, to: { path: NODE } },
    // Exceptions: two checks of doctor try for themselves what listen will need, a folder and a port.
    { from: { path: '^src/commands/doctor/checks/(state-folder|port)\\.ts$' }, to: { path: NODE } },
    // The rooms.
    room('config', [NODE, pkg('commander'), pkg('find-up-simple'), pkg('valibot'), pkg('jsonc-parser'), pkg('write-file-atomic')]),
    // Exception: a mistyped status or flow is told like a mistyped key.
    room('fixtures', [NODE, '^src/config/closest-name\\.ts$', pkg('valibot'), pkg('jsonc-parser')]),
    room('exchange', [NODE, '^src/place-list\\.ts$', pkg('got'), pkg('undici')]),
    // Exception: delivery sends through exchange (design.md, "The house").
    room('delivery', ['^src/exchange/exchange\\.ts$', pkg('pure-rand'), pkg('hdr-histogram-js')]),
    // Exception: a probe of `check` is a compressed body.
    { from: { path: '^src/delivery/check/probe-body\\.ts$' }, to: { path: '^(node:)?zlib$' } },
    // Exception: the receiver forwards through exchange (design.md, "The house").
    // Exception: thousands of sessions wait by one signal, of which Node.js would warn.
    { from: { path: '^src/delivery/load/session-signals\\.ts$' }, to: { path: '^(node:)?events$' } },
    room('receiver', [NODE, '^src/place-list\\.ts$', '^src/exchange/exchange\\.ts$', pkg('jose')]),
    room('journal', [NODE]),
    room('scenario'),
    // Exception: what a template of a script needs is there where the script runs.
    { from: { path: '^src/scenario/scripts/' }, to: { path: [pkg('@types/k6'), NODE] } },
    // Exceptions: the commands over a journal write files, and report tells of records (design.md, "The house").
    { from: { path: '^src/commands/(journal/journal-file|write-export)\\.ts$' }, to: { path: [NODE, pkg('write-file-atomic')] } },
    { from: { path: '^src/report/' }, to: { path: ['^src/journal/(record|read-journal|collect-exchanges)\\.ts$', pkg('jsonc-parser')] } },
    // Exception: a page names the hashes of what may run in it.
    { from: { path: '^src/report/html/content-security-policy\\.ts$' }, to: { path: NODE } },
    room('tunnel', [NODE, pkg('localtunnel'), pkg('@types/localtunnel'), pkg('pure-rand')]),
    // The only user of chalk, and of whatever else sets type.
    // Exception: report words what the journal tells (design.md, "The house").
    room('report', ['^src/journal/(journal|record|read-journal)\\.ts$', pkg('chalk'), pkg('cli-table3'), pkg('fast-string-width'), pkg('fast-wrap-ansi'), pkg('ansi-escapes'), pkg('junit-report-builder'), pkg('preact'), pkg('preact-render-to-string'), '^src/secret-store\\.ts$']),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
