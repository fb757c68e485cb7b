import { createServer } from 'node:net'
import { startListening } from '../../../tunnel/listening.ts'
import { fail, pass, type Check } from '../check.ts'

/** Whether listen can take its port. */
export const port: Check = {
  rule: 'port',
  title: 'Port',
  severity: 'required',
  concerns: 'machine',
  run: async ({ flags: { port }, context: { machine } }) => {
    const evidence = { port }
    const problem = await listeningProblem(port)
    if (problem === null) {
      return pass(port === 0 ? '0: listen takes a free one' : `${port} is free`, evidence)
    }
    if (problem.code !== 'EADDRINUSE') {
      const message = `${port} cannot be opened: ${problem.message}`
      return fail(message, '--port 0 takes a free one', evidence)
    }
    const who = machine.platform === 'win32' ? 'netstat -ano' : `lsof -i :${port}`
    return fail(`${port} is in use`, `--port 0 takes a free one; ${who} tells who has it`, evidence)
  },
}

/** Null where the port could be opened, and was closed again. */
async function listeningProblem(port: number): Promise<NodeJS.ErrnoException | null> {
  const server = createServer()
  try {
    await startListening(server, { port, host: '127.0.0.1' })
    await new Promise((resolve) => server.close(resolve))
    return null
  } catch (error) {
    return error as NodeJS.ErrnoException
  }
}
