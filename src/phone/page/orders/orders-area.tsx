import { useEffect } from 'react'
import { useApp } from '../app/context.tsx'
import type { OrdersScreen } from '../app/screen.ts'
import { InvoiceForm } from './invoice-form.tsx'
import { InvoiceScreen } from './invoice-screen.tsx'
import { InvoiceList } from './invoice-list.tsx'
import { OrderScreen } from './order-screen.tsx'
import { OrderList } from './order-list.tsx'

/** What a person has paid and is to pay, and the invoices for it. */
export const OrdersArea = ({ screen }: { screen: OrdersScreen }) => {
  const app = useApp()
  useEffect(() => void app.orders.arrive(screen), [app, screen])
  switch (screen.at) {
    case 'orders':
      return <OrderList />
    case 'invoices':
      return <InvoiceList />
    case 'order':
      return <OrderScreen screen={screen} />
    case 'invoice':
      return <InvoiceScreen screen={screen} />
    case 'invoice-form':
      return <InvoiceForm order={screen.order} replaces={screen.replaces} />
  }
}
