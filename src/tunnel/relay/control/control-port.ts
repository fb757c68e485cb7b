import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Clock } from '../../../context.ts'
import { cannotListen } from '../cannot-listen.ts'
import { answerJson } from '../plain-answers.ts'
import { openPort } from '../stoppable-port.ts'
import { answerControl, type ControlSetting } from './answer-control.ts'
import { isOurs } from './is-ours.ts'

const HOST = '127.0.0.1'

export interface ControlPortOptions extends ControlSetting {
  /** 0 takes a free one. */
  readonly port: number
  readonly clock: Clock
}

export interface ControlPort {
  readonly url: string
  close(): Promise<void>
}

/**
 * Listens on 127.0.0.1 for `GET /faults`, `PUT /faults/NAME`, `DELETE /faults/NAME`, `DELETE /faults`
 * and `POST /restart`, JSON in and out. What a page in a browser sends is refused.
 */
export async function openControlPort(options: ControlPortOptions): Promise<ControlPort> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch(() => response.destroy())
  })
  const wanted = { who: 'the control endpoint', host: HOST, port: options.port }
  const opened = await openPort(server, wanted, options.clock).catch((cause: unknown) => {
    throw cannotListen({ ...wanted, flag: '--control-port' }, cause)
  })
  return { url: `http://${HOST}:${opened.port}`, close: async () => opened.close() }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  setting: ControlSetting,
): Promise<void> {
  response.setHeader('Cache-Control', 'no-store')
  if (isOurs(request)) return answerControl(request, response, setting)
  request.resume()
  answerJson(response, 403, { error: 'not_local' })
}
