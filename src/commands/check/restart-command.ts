import type { Context } from '../../context.ts'
import { startProgram, type Program } from '../../tunnel/command/program.ts'

/** Starts the app anew when it has died; what it leaves running is ended with the run. */
export interface Restarter {
  readonly restart: () => Promise<void>
  readonly close: () => Promise<void>
}

/** A restarter that runs a command in a shell: one that starts the app and stays, or one that only restarts it. */
export function createRestarter(command: string, { clock }: Pick<Context, 'clock'>): Restarter {
  let running: Program | null = null
  const close = async (): Promise<void> => running?.end()
  return {
    restart: async () => {
      await close()
      running = startProgram({ command, clock, onOutput: () => {} })
    },
    close,
  }
}
