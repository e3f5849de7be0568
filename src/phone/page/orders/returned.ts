/** The order that stands in an address to which the payment page has sent the browser back; null in every other one. */
export const paidOrderIn = (search: string): string | null => {
  const query = new URLSearchParams(search)
  const order = query.get('order') ?? ''
  return query.get('from') === 'payment' && /^[0-9A-Z]{6,32}$/.test(order) ? order : null
}
