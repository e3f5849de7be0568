import { Suspense, useEffect, useRef } from 'react'
import { CertificateScreen } from '../certificates/certificate-screen.tsx'
import { CertificatesScreen } from '../certificates/certificates-screen.tsx'
import { ChangePinScreen } from '../certificates/change-pin-screen.tsx'
import { ConfirmScreen } from '../confirm/confirm-screen.tsx'
import { InterruptedScreen } from '../confirm/interrupted-screen.tsx'
import { EnrolScreen } from '../enrol/enrol-screen.tsx'
import { HelpScreen, NoCertificateScreen } from '../home/help-screen.tsx'
import { HomeScreen } from '../home/home-screen.tsx'
import { FaultSheet } from '../kit/fault.tsx'
import { HistoryScreen } from '../me/history-screen.tsx'
import { MeScreen } from '../me/me-screen.tsx'
import { ForgottenPinScreen } from '../pin/forgotten-pin-screen.tsx'
import { ScanScreen } from '../scan/scan-screen.tsx'
import { useApp, useAppState } from './context.tsx'
import { later } from './later.tsx'
import type { Screen } from './screen.ts'

const AccountArea = later(async () => (await import('../account/account-area.tsx')).AccountArea)
const ApplyingArea = later(async () => (await import('../applying/applying-area.tsx')).ApplyingArea)
const CompanyArea = later(async () => (await import('../company/company-area.tsx')).CompanyArea)
const LifecycleArea = later(async () => (await import('../lifecycle/lifecycle-area.tsx')).LifecycleArea)
const MessagesScreen = later(async () => (await import('../messages/messages-screen.tsx')).MessagesScreen)
const OrdersArea = later(async () => (await import('../orders/orders-area.tsx')).OrdersArea)

const Shown = ({ screen }: { screen: Screen }) => {
  switch (screen.at) {
    case 'home':
      return <HomeScreen />
    case 'certificates':
      return <CertificatesScreen />
    case 'me':
      return <MeScreen />
    case 'account':
      return <AccountArea page={screen.page} />
    case 'orders':
    case 'invoices':
    case 'order':
    case 'invoice':
    case 'invoice-form':
      return <OrdersArea screen={screen} />
    case 'find-company':
    case 'claim':
    case 'join':
    case 'applications':
    case 'application':
    case 'application-step':
      return <ApplyingArea screen={screen} />
    case 'messages':
      return <MessagesScreen />
    case 'download':
    case 'renew':
    case 'recover':
    case 'revoke':
    case 'older-keys':
      return <LifecycleArea screen={screen} />
    case 'companies':
    case 'company':
    case 'handover':
    case 'joining':
    case 'member':
    case 'company-pin':
      return <CompanyArea screen={screen} />
    case 'enrol':
      return <EnrolScreen />
    case 'scan':
      return <ScanScreen />
    case 'confirm':
    case 'pin':
    case 'outcome':
      return <ConfirmScreen stage={screen.at} />
    case 'certificate':
      return <CertificateScreen id={screen.credential} />
    case 'change-pin':
      return <ChangePinScreen id={screen.credential} />
    case 'history':
      return <HistoryScreen />
    case 'help':
      return <HelpScreen />
    case 'forgotten-pin':
      return <ForgottenPinScreen />
    case 'no-certificate':
      return <NoCertificateScreen />
    case 'interrupted':
      return <InterruptedScreen />
  }
}

/**
 * Tells whoever listens to the page which screen has come up: its title takes the focus that the screen before has
 * lost. Beside the screen, so that it waits for one that is fetched first.
 */
const HeadingFocus = ({ at }: { at: string }) => {
  const before = useRef(at)
  useEffect(() => {
    if (before.current === at) return
    before.current = at
    const heading = document.querySelector<HTMLElement>('#root h1')
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
  }, [at])
  return null
}

/** Which of the screens that stand at the same place. */
const partOf = (screen: Screen, enrolmentStep: string): string => {
  if (screen.at === 'enrol') return enrolmentStep
  if (screen.at === 'account') return screen.page
  return screen.at === 'application-step' ? screen.step : ''
}

export const Page = () => {
  const app = useApp()
  const screen = useAppState((state) => state.screen)
  const fault = useAppState((state) => state.fault)
  const step = useAppState(({ enrolment }) => enrolment.step)
  return (
    <>
      <Suspense>
        <Shown screen={screen} />
        <HeadingFocus at={`${screen.at} ${partOf(screen, step)}`} />
      </Suspense>
      {fault && <FaultSheet error={fault} onClose={app.putAwayFault} />}
    </>
  )
}
