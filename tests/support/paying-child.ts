/**
 * A server in a process of its own that is killed between doing what a payment notice says and
 * answering it, where its order says so: `data port services deadly`.
 */
import { startServer } from '#server/server'
import { CHEAP } from './server.ts'

const [data = '', port = '0', servicesFile = '', deadly = ''] = process.argv.slice(2)
const server = await startServer({ data, port: Number(port), servicesFile, demo: true, passwordCost: CHEAP })

if (deadly === 'deadly')
  server.app.server.prependListener('request', (request, response) => {
    if (request.url === '/callbacks/payment')
      response.writeHead = () => process.kill(process.pid, 'SIGKILL') && response
  })

process.stdout.write(`${server.address}\n`)
