import type { CommandDefinition } from './command.ts'
import { artillery } from './export/artillery.ts'
import { k6 } from './export/k6.ts'

/** `hookstep export`: the sessions of `load` for engines that run on many machines. */
export const exportScenario: CommandDefinition = (program, context, finish) => {
  const group = program
    .command('export')
    .summary('write the sessions of load as a scenario for Artillery or k6')
    .description(
      'Writes a scenario that sends what hookstep load sends: the same sessions in order, with the same bodies, ' +
        'token and acknowledgement rule, on an engine that runs on many machines. Nothing is sent. ' +
        'No token, secret or value of a custom header gets into a file: the scenario reads them from the environment.',
    )
  for (const define of [k6, artillery]) define(group, context, finish)
}
