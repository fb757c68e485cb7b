import type { IncomingMessage, ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import fc from 'fast-check'
import type { Visit } from '../../src/receiver/visit.ts'
import { Visits } from '../../src/receiver/visits.ts'

function makeVisit(): Visit {
  const [request, response] = [{} as IncomingMessage, {} as ServerResponse]
  return { request, response, refusal: null, done: Promise.resolve(), place: -1 }
}

test('whatever comes and goes in whatever order, the list holds those that have come and not gone', () => {
  const steps = fc.array(fc.option(fc.nat(), { nil: null }), { maxLength: 60 })
  fc.assert(
    fc.property(steps, (comings) => {
      const visits = new Visits()
      const here: Visit[] = []
      for (const going of comings) {
        if (going === null || here.length === 0) {
          here.push(makeVisit())
          visits.add(here.at(-1) as Visit)
        } else {
          const [gone] = here.splice(going % here.length, 1)
          visits.remove(gone as Visit)
        }
        expect(visits.count).toBe(here.length)
        expect(new Set(visits)).toEqual(new Set(here))
        for (const each of here) expect([...visits].includes(each)).toBe(true)
      }
    }),
  )
})
