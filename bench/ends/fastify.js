/** fastify as its documentation has it: the body is parsed as JSON, the answer is 204. */
import { fastify } from 'fastify'

const app = fastify()
app.post('/webhook', async (_, reply) => reply.code(204).send())
const base = await app.listen({ port: 0, host: '127.0.0.1' })
process.send(`${base}/webhook`)
