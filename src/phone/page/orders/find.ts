import type { OrdersApi } from '#agent/orders'

/** The order by which an application is paid for, the newest of them; null where there is none. */
export const findOrderOf = async (api: Pick<OrdersApi, 'orders'>, application: string): Promise<string | null> => {
  let after: string | null = null
  do {
    const { orders, next } = await api.orders(after)
    const order = orders.find((each) => each.application === application)
    if (order !== undefined) return order.id
    after = next
  } while (after !== null)
  return null
}
