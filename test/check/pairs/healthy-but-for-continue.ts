import { send } from '../../endpoints/healthy.ts'
import { startMortal } from '../../endpoints/mortal-server.ts'
import { WELL, type Start } from './pair.ts'

/** Refuses `Expect: 100-continue`, before it comes to the listener. */
export const healthyButForContinue: Start = async (atEnd) =>
  startMortal(WELL, {
    atEnd,
    onServer: (server) =>
      server.on('checkContinue', (_, response) => send(response, { status: 417 })),
  })
