/** Where a person is in the page. What is shown over what is a list, kept by the browser's own history. */

export const TABS = ['home', 'certificates', 'me'] as const
export type Tab = (typeof TABS)[number]

/** What there is about a person's account. */
export const ACCOUNT_PAGES = ['login', 'register', 'reset', 'bind', 'me', 'password', 'devices', 'identity'] as const
export type AccountPage = (typeof ACCOUNT_PAGES)[number]

/** What there is about a person's orders and invoices. */
export type OrdersScreen =
  | { readonly at: 'orders' | 'invoices' }
  | { readonly at: 'order'; readonly order: string }
  | { readonly at: 'invoice'; readonly invoice: string }
  /** `replaces`: the invoice in whose place another is asked for. */
  | { readonly at: 'invoice-form'; readonly order: string; readonly replaces: string | null }

export type Screen =
  | { readonly at: Tab }
  | { readonly at: 'account'; readonly page: AccountPage }
  | OrdersScreen
  | { readonly at: 'enrol' | 'scan' | 'confirm' | 'pin' | 'outcome' | 'interrupted' }
  | { readonly at: 'history' | 'help' | 'forgotten-pin' | 'no-certificate' }
  | { readonly at: 'certificate' | 'change-pin'; readonly credential: string }

export const HOME: Screen = { at: 'home' }

const ORDERS_SCREENS: readonly string[] = ['orders', 'invoices', 'order', 'invoice', 'invoice-form']

export const isOfOrders = (screen: Screen): screen is OrdersScreen => ORDERS_SCREENS.includes(screen.at)

/** Whether a screen belongs to a code whose answer is still open. */
export const isOfConfirmation = ({ at }: Screen): boolean => at === 'confirm' || at === 'pin' || at === 'forgotten-pin'

/** The part behind `#` of a scanned address, or null when the address carries no code. */
export const codeIn = (address: string): string | null => {
  const at = address.indexOf('#')
  const code = at < 0 ? '' : address.slice(at + 1)
  return code === '' ? null : code
}
