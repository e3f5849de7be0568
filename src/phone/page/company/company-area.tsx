import { useEffect } from 'react'
import { useApp } from '../app/context.tsx'
import type { CompanyScreen } from '../app/screen.ts'
import { CompaniesScreen } from './companies-screen.tsx'
import { OneCompany } from './company-screen.tsx'
import './company.css'
import { CompanyPin } from './company-pin.tsx'
import { HandoverScreen } from './handover-screen.tsx'
import { JoiningScreen } from './joining-screen.tsx'
import { MemberScreen } from './member-screen.tsx'

/** Companies that a person belongs to, and what their administrator does. */
export const CompanyArea = ({ screen }: { screen: CompanyScreen }) => {
  const app = useApp()
  useEffect(() => void app.company.arrive(screen), [app, screen])
  switch (screen.at) {
    case 'companies':
      return <CompaniesScreen />
    case 'company':
      return <OneCompany creditCode={screen.creditCode} />
    case 'joining':
      return <JoiningScreen creditCode={screen.creditCode} application={screen.application} />
    case 'member':
      return <MemberScreen creditCode={screen.creditCode} application={screen.application} />
    case 'handover':
      return <HandoverScreen creditCode={screen.creditCode} />
    case 'company-pin':
      return <CompanyPin screen={screen} />
  }
}
