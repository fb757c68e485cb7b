import { CliError } from '../../contract/errors.ts'

export interface Listening {
  /** Who listens, for the message. */
  readonly who: string
  readonly host: string
  readonly port: number
  /** The flag that chooses the port. */
  readonly flag: string
}

/** What a person is told when a port cannot be listened on. */
export function cannotListen({ who, host, port, flag }: Listening, cause: unknown): CliError {
  const { code, message } = cause as NodeJS.ErrnoException
  const options = { exitCode: 3, hint: `${flag} 0`, cause } as const
  return code === 'EADDRINUSE'
    ? new CliError('PORT_IN_USE', `${who} cannot listen: port ${port} is in use`, options)
    : new CliError('PORT_REFUSED', `${who} cannot listen: ${host}: ${message}`, options)
}
