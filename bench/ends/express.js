/** express as its documentation has it: the body is parsed as JSON, the answer is 204. */
import express from 'express'

const app = express().use(express.json())
app.post('/webhook', (_, response) => response.status(204).end())
const server = app.listen(0, '127.0.0.1', () =>
  process.send(`http://127.0.0.1:${server.address().port}/webhook`),
)
