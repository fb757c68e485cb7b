import type { IncomingMessage, ServerResponse } from 'node:http'
import { CliError } from '../../../contract/errors.ts'
import { FAULTS } from '../fault-list.ts'
import { answerJson } from '../plain-answers.ts'
import type { Relay, RelayFault } from '../relay.ts'
import { BadBody, readObject } from './read-object.ts'

export interface ControlSetting {
  readonly relay: Pick<Relay, 'faults' | 'restart'>
  /** Reads a fault from its name and its values by name; throws a CliError where it cannot be. */
  readonly readFault: (name: string, values: Readonly<Record<string, unknown>>) => RelayFault
}

interface Route {
  readonly method: string
  readonly path: RegExp
  /** Gives the answer; undefined answers with the faults that are on. */
  readonly run: (
    request: IncomingMessage,
    name: string,
    setting: ControlSetting,
  ) => Promise<object | undefined>
}

const setFault: Route['run'] = async (request, wanted, { relay, readFault }) => {
  const { name, values } = readFault(wanted, await readObject(request))
  await relay.faults.set(name, values)
  return undefined
}

/** The body may hold `down`, as the fault `restart` takes it; without it the relay is back at once. */
const restart: Route['run'] = async (request, _name, { relay, readFault }) => {
  const { down } = readFault('restart', await readObject(request)).values ?? {}
  await relay.restart(Number(down ?? 0))
  return { restarted: true }
}

const ROUTES: readonly Route[] = [
  { method: 'GET', path: /^\/faults$/, run: async (_request, _name, setting) => stateOf(setting) },
  {
    method: 'DELETE',
    path: /^\/faults$/,
    run: async (_request, _name, { relay }) => {
      await relay.faults.clear()
      return undefined
    },
  },
  { method: 'PUT', path: /^\/faults\/([^/]+)$/, run: setFault },
  {
    method: 'DELETE',
    path: /^\/faults\/([^/]+)$/,
    run: async (_request, name, { relay, readFault }) => {
      await relay.faults.clear(readFault(name, {}).name)
      return undefined
    },
  },
  { method: 'POST', path: /^\/restart$/, run: restart },
]

/** Answers one request to the control endpoint, and does what it asks for. */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  setting: ControlSetting,
): Promise<void> {
  const path = (request.url ?? '/').replace(/\?.*$/s, '')
  const routes = ROUTES.filter((route) => route.path.test(path))
  const route = routes.find(({ method }) => method === request.method)
  if (route !== undefined) {
    const name = route.path.exec(path)?.[1] ?? ''
    return answerWith(response, async () => {
      const answer = await route.run(request, name, setting)
      return answer ?? { faults: setting.relay.faults.list() }
    })
  }
  request.resume()
  if (routes.length === 0) return answerJson(response, 404, { error: 'not_found' })
  response.setHeader('Allow', routes.map(({ method }) => method).join(', '))
  answerJson(response, 405, { error: 'method_not_allowed' })
}

async function answerWith(response: ServerResponse, run: () => Promise<object>): Promise<void> {
  try {
    answerJson(response, 200, { ...(await run()) })
  } catch (error) {
    if (error instanceof BadBody) {
      return answerJson(response, error.httpStatus, { error: error.code })
    }
    if (!(error instanceof CliError)) throw error
    const { code, message, hint } = error
    answerJson(response, code === 'UNKNOWN_FAULT' ? 404 : 422, { error: code, message, hint })
  }
}

function stateOf({ relay }: ControlSetting): object {
  const known = FAULTS.map(({ name, description, parameters }) => ({
    name,
    description,
    parameters,
  }))
  return { faults: relay.faults.list(), known }
}
