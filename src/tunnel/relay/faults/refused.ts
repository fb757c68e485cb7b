import { defineFault } from '../fault.ts'

export const refused = defineFault({
  name: 'refused',
  description:
    'connections end, and new ones are refused, at the public port, the data ports or both',
  seam: 'lifecycle',
  isHealed: 'when-cleared',
  parameters: {
    port: {
      kind: 'word',
      default: 'both',
      words: ['both', 'public', 'data'],
      text: 'which port refuses',
    },
  },
  start: ({ port }, { refuse }) => {
    const ports = (['public', 'data'] as const).filter((each) => port === 'both' || port === each)
    const releases = ports.map(refuse)
    return {
      stop: async () => {
        await Promise.all(releases.map(async (release) => release()))
      },
    }
  },
})
