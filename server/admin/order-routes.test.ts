/** Orders and invoices at the console, over the routes of a guarded scope. */
import fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ACCOUNT, DETAILS, openOrderBench, type OrderBench } from '#tests/support/order-bench'
import { answerError } from '../http/errors.ts'
import { createOrderRegister } from '../registration/order/search.ts'
import { consoleCookie, guardRoutes } from './guard.ts'
import type { OfficerInvoice, OfficerOrderList, OrderDetails } from './order-messages.ts'
import { orderRoutes } from './order-routes.ts'
import { ROLES } from './roles.ts'

let bench: OrderBench
let app: FastifyInstance

beforeEach(async () => {
  bench = await openOrderBench()
  app = fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  const unused = () => Promise.reject(new Error('not used'))
  const session = { officer: '何审', roles: ROLES, csrf: '', stage: 'open' } as const
  const sessions = { begin: unused, find: async () => session, prove: unused, end: unused, endOthers: unused }
  await app.register(async (scope) => {
    scope.decorateRequest('cookies')
    scope.addHook('onRequest', async (request) => void (request.cookies = { 'bidseal-console': 'token' }))
    guardRoutes(scope, { sessions, origins: [], cookie: consoleCookie(false) })
    const { store, world } = bench
    orderRoutes(scope, { store, orderRegister: createOrderRegister(store), now: () => world.now })
  })
})

afterEach(async () => {
  await app.close()
  await bench.remove()
})

const get = (url: string) => app.inject({ method: 'GET', url })

test('orders are listed by words and state, page by page, without what is for nobody outside', async () => {
  for (const application of ['a', 'b', 'c']) await bench.open(application)
  const paid = await bench.paid('d')
  const first = (await get('/orders?limit=3')).json<OfficerOrderList>()
  const rest = (await get(`/orders?limit=3&after=${first.next}`)).json<OfficerOrderList>()
  expect([...first.orders, ...rest.orders].map(({ application }) => application).sort()).toEqual(['a', 'b', 'c', 'd'])
  expect(rest.next).toBeNull()
  const { orders } = (await get(`/orders?state=paid&text=${encodeURIComponent('示范')}`)).json<OfficerOrderList>()
  expect(orders.map(({ id }) => id)).toEqual([paid.id])
  expect(orders[0]).not.toHaveProperty('account')
  for (const query of ['limit=0', 'state=lost', 'after=x', 'of=x'])
    expect([query, (await get(`/orders?${query}`)).statusCode]).toEqual([query, 400])
})

test('an order is told with its notices and invoices, an invoice with its history', async () => {
  const { id } = await bench.paid('a')
  const invoice = await bench.desk.invoices.give(ACCOUNT, id, DETAILS)
  const told = (await get(`/orders/${id}`)).json<OrderDetails>()
  expect(told.order).toMatchObject({ id, state: 'paid', channel: 'h5', transactionId: `T${id}`, refundReason: null })
  expect(told.notices).toEqual([{ id: `n-${id}`, verdict: 'applied', at: bench.world.now }])
  expect(told.invoices.map(({ state }) => state)).toEqual(['requested'])
  await bench.desk.orders.refund('何审', id, '重复付款')
  expect((await get(`/orders/${id}`)).json<OrderDetails>().order).toMatchObject({
    ...{ state: 'refunding', refundReason: '重复付款' },
  })
  const { history, files, ...answer } = (await get(`/invoices/${invoice.id}`)).json<OfficerInvoice>()
  expect(answer.invoice).toMatchObject({ title: DETAILS.title, order: id })
  expect([history.length, files]).toEqual([1, []])
  const missing = await Promise.all([get('/orders/20261125AAAA'), get('/invoices/20261125AAAAF1')])
  expect(missing.map((found) => [found.statusCode, found.json<{ error: { code: string } }>().error.code])).toEqual([
    [404, 'order-not-found'],
    [404, 'invoice-not-found'],
  ])
})

test('exports are tables without formulas, and the audit log tells of each', async () => {
  await bench.open('a', { company: '=1+1' })
  const { id } = await bench.paid('b')
  await bench.desk.invoices.give(ACCOUNT, id, DETAILS)
  const orders = await get('/orders.csv?text=a')
  expect(orders.headers).toMatchObject({
    ...{ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="orders.csv"' },
  })
  expect((await get('/orders.csv')).body).toContain(`,'=1+1,`)
  const invoices = await get('/invoices.csv?state=requested')
  expect(invoices.body.split('\r\n')).toHaveLength(3)
  const [last, , first] = await bench.store.audit.latest(3)
  expect(first).toMatchObject({ actor: '何审', action: 'orders-exported', facts: { text: 'a' } })
  expect(last).toMatchObject({ actor: '何审', action: 'invoices-exported', facts: { state: 'requested' } })
})
