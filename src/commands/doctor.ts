import { isLoopback } from '../config/loopback.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../contract/errors.ts'
import { createDoctorReporter } from '../report/doctor/doctor-reporter.ts'
import type { CommandDefinition } from './command.ts'
import { whyNotAsked } from './doctor/at-relay.ts'
import { CHECKS } from './doctor/checks.ts'
import { configuration } from './doctor/checks/configuration.ts'
import { addDoctorFlags, type DoctorFlags } from './doctor/doctor-flags.ts'
import { runCheck, runChecks, type Examined } from './doctor/run-checks.ts'
import { toSubject, type Start, type Subject } from './doctor/subject.ts'
import { interruptedExitCode } from './exit-codes.ts'
import { note } from './notices.ts'

/** `hookstep doctor`: what on this machine, network and configuration would get in the way. */
export const doctor: CommandDefinition = (program, context, finish) => {
  const command = program
    .command('doctor')
    .summary('find what would get in the way on this machine and network')
    .description(
      'Checks Node.js, the terminal, the configuration, the state folder, the port, the name, connection and ' +
        'certificate of the endpoint, the relay, the clock, and a tunnel from end to end, and tells the mend of what is ' +
        'wrong. The endpoint is sent no request. The relay is asked for its state, and a tunnel is opened through it for a ' +
        'moment, as listen would; --offline keeps all of it on this machine. Exit code 1 when only the ' +
        'endpoint failed, 3 when anything else did.',
    )
    .argument('[url]', 'the endpoint under test (default: the URL of the configuration, or none)')
  addDoctorFlags(command).action(async () => finish(await runDoctor({ program, command, context })))
}

async function runDoctor(start: Start): Promise<ExitCode> {
  const { json } = start.command.opts<DoctorFlags>()
  const reporter = createDoctorReporter(start.context, json === true, titleWidth())
  // It fills the flags that the others need.
  const configured = await runCheck(configuration, start)
  const subject = toSubject(start)
  announceNetwork(subject)
  const all: Examined[] = []
  for await (const examined of runChecks(CHECKS, subject, [configured])) {
    all.push(examined)
    reporter.onFinding(examined.finding, examined.check.title)
  }
  reporter.onEnd(all.map(({ finding }) => finding))
  return exitCodeOf(all, start.context)
}

/** Says before it happens what leaves this machine without having been named. */
function announceNetwork(subject: Subject): void {
  const { relay, context } = subject
  if (whyNotAsked(subject) !== null || isLoopback(relay)) return
  const text = `asking ${relay.origin} for its state, and opening a tunnel through it for a moment`
  note(context, text, '--offline leaves the network alone')
}

function titleWidth(): number {
  return Math.max(...CHECKS.map(({ title }) => title.length))
}

/** 3 goes before 1: on a machine that is not right, the endpoint was hardly tried. */
function exitCodeOf(all: readonly Examined[], context: Context): ExitCode {
  const interrupted = interruptedExitCode(context)
  if (interrupted !== null) return interrupted
  const failed = all.filter(({ finding }) => finding.result === 'fail')
  if (failed.some(({ check }) => check.concerns === 'machine')) return 3
  return failed.length > 0 ? 1 : 0
}
