import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PlaceList, type Placed } from '../src/place-list.ts'

test('whatever comes and goes in whatever order, the list holds those that have come and not gone', () => {
  const steps = fc.array(fc.option(fc.nat(), { nil: null }), { maxLength: 60 })
  fc.assert(
    fc.property(steps, (comings) => {
      const list = new PlaceList<Placed>()
      const here: Placed[] = []
      for (const going of comings) {
        if (going === null || here.length === 0) {
          here.push({ place: -1 })
          list.add(here.at(-1) as Placed)
        } else {
          const [gone] = here.splice(going % here.length, 1)
          list.remove(gone as Placed)
        }
        expect(list.count).toBe(here.length)
        expect(new Set(list)).toEqual(new Set(here))
        for (const each of here) expect([...list].includes(each)).toBe(true)
      }
    }),
  )
})
