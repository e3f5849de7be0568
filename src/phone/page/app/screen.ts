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

/** The steps in which an application is filled in. */
export const APPLICATION_STEPS = ['company', 'certificate', 'form'] as const
export type ApplicationStep = (typeof APPLICATION_STEPS)[number]

/** What there is about applying for certificates. */
export type ApplyingScreen =
  /** `claim`: the first step of a claim that has not been begun. */
  | { readonly at: 'find-company' | 'claim' | 'applications' }
  | { readonly at: 'join'; readonly creditCode: string }
  | { readonly at: 'application'; readonly application: string }
  | { readonly at: 'application-step'; readonly application: string; readonly step: ApplicationStep }

/** What a person does about a pair of certificates, named by the fingerprint of the signing one. */
export interface PairScreen {
  readonly at: 'renew' | 'recover' | 'revoke' | 'older-keys'
  readonly credential: string
}

/** `download`: fetches the certificates of a paid application. */
export type LifecycleScreen = { readonly at: 'download'; readonly application: string } | PairScreen

/** What takes the PIN of somebody who belongs to a company. */
export type CompanyAct = 'agree' | 'remove' | 'leave' | 'hand-over'

/** What there is about the companies that a person belongs to; members are named by what made them such. */
export type CompanyScreen =
  | { readonly at: 'companies' }
  | { readonly at: 'company' | 'handover'; readonly creditCode: string }
  | { readonly at: 'joining' | 'member'; readonly creditCode: string; readonly application: string }
  | {
      readonly at: 'company-pin'
      readonly act: CompanyAct
      readonly creditCode: string
      readonly application: string
    }

export type Screen =
  | { readonly at: Tab }
  | { readonly at: 'account'; readonly page: AccountPage }
  | OrdersScreen
  | ApplyingScreen
  | { readonly at: 'messages' }
  | LifecycleScreen
  | CompanyScreen
  | { readonly at: 'enrol' | 'scan' | 'confirm' | 'pin' | 'outcome' | 'interrupted' }
  | { readonly at: 'history' | 'help' | 'forgotten-pin' | 'no-certificate' }
  | { readonly at: 'certificate' | 'change-pin'; readonly credential: string }

export const HOME: Screen = { at: 'home' }

/** Whether something that was kept is a screen, as this page has kept it. */
export const isScreen = (value: unknown): value is Screen =>
  typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'string'

const ORDERS_SCREENS: readonly string[] = ['orders', 'invoices', 'order', 'invoice', 'invoice-form']

export const isOfOrders = (screen: Screen): screen is OrdersScreen => ORDERS_SCREENS.includes(screen.at)

const LIFECYCLE_SCREENS: readonly string[] = ['download', 'renew', 'recover', 'revoke', 'older-keys']

export const isOfLifecycle = (screen: Screen): screen is LifecycleScreen => LIFECYCLE_SCREENS.includes(screen.at)

const APPLYING_SCREENS: readonly string[] = [
  'find-company',
  'claim',
  'join',
  'applications',
  'application',
  'application-step',
]

export const isOfApplying = (screen: Screen): screen is ApplyingScreen => APPLYING_SCREENS.includes(screen.at)

const COMPANY_SCREENS: readonly string[] = ['companies', 'company', 'handover', 'joining', 'member', 'company-pin']

export const isOfCompany = (screen: Screen): screen is CompanyScreen => COMPANY_SCREENS.includes(screen.at)

/** Whether a screen belongs to a code whose answer is still open. */
export const isOfConfirmation = ({ at }: Screen): boolean => at === 'confirm' || at === 'pin' || at === 'forgotten-pin'

/** The part behind `#` of a scanned address, or null when the address carries no code. */
export const codeIn = (address: string): string | null => {
  const at = address.indexOf('#')
  const code = at < 0 ? '' : address.slice(at + 1)
  return code === '' ? null : code
}
