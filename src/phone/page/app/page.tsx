import { useEffect, useRef } from 'react'
import { AccountArea } from '../account/account-area.tsx'
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
import { OrdersArea } from '../orders/orders-area.tsx'
import { ForgottenPinScreen } from '../pin/forgotten-pin-screen.tsx'
import { ScanScreen } from '../scan/scan-screen.tsx'
import { useApp, useAppState } from './context.tsx'
import type { Screen } from './screen.ts'

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

/** Tells whoever listens to the page which screen has come up: its title takes the focus that the screen before has lost. */
const useHeadingFocus = (at: string) => {
  const before = useRef(at)
  useEffect(() => {
    if (before.current === at) return
    before.current = at
    const heading = document.querySelector<HTMLElement>('#root h1')
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
  }, [at])
}

export const Page = () => {
  const app = useApp()
  const screen = useAppState((state) => state.screen)
  const fault = useAppState((state) => state.fault)
  const step = useAppState(({ enrolment }) => enrolment.step)
  const part = screen.at === 'enrol' ? step : screen.at === 'account' ? screen.page : ''
  useHeadingFocus(`${screen.at} ${part}`)
  return (
    <>
      <Shown screen={screen} />
      {fault && <FaultSheet error={fault} onClose={app.putAwayFault} />}
    </>
  )
}
