import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorShape, type ErrorShape } from '#core/errors'
import { useApp, useCompanyState } from '../app/context.tsx'
import { SealPicture } from '../kit/picture.tsx'
import { TopBar } from '../kit/top-bar.tsx'
import { PinPad } from '../pin/pin-pad.tsx'
import { PinTries } from '../pin/pin-tries.tsx'
import type { PinScreen } from './flow.ts'
import { LetterLink } from './letter-link.tsx'
import { SignerNote } from './signer-note.tsx'

/** Whose name stands in the question. */
const useName = ({ act, creditCode, application }: PinScreen): string =>
  useCompanyState(({ joining, people, companies }) => {
    if (act === 'agree') return joining?.applicant.name ?? ''
    if (act === 'leave') return companies?.find((each) => each.creditCode === creditCode)?.name ?? ''
    return people?.members.find((each) => each.application === application)?.name ?? ''
  })

/** The PIN for what an administrator, or somebody who leaves, signs. */
export const CompanyPin = ({ screen }: { screen: PinScreen }) => {
  const { t } = useTranslation()
  const app = useApp()
  const name = useName(screen)
  const [error, setError] = useState<ErrorShape | null>(null)
  const [isTrying, setTrying] = useState(false)
  const isLoading = useCompanyState((state) => state.isLoading)
  const failed = useCompanyState((state) => state.error)
  const { act, creditCode } = screen
  const signer = app.company.signer(creditCode)
  const seal = signer?.seals.find(({ kind }) => kind === 'company')

  const take = async (pin: string) => {
    setTrying(true)
    setError(null)
    try {
      await app.company.perform(screen, pin)
    } catch (fault) {
      setError(errorShape(fault))
    } finally {
      setTrying(false)
    }
  }

  if (signer === null)
    return (
      <>
        <TopBar title={t('pin.title')} leave={{ by: 'back', act: app.back }} />
        <main className="scroll">
          <SignerNote creditCode={creditCode} />
        </main>
      </>
    )
  return (
    <>
      <TopBar title={t('pin.title')} {...(isTrying ? {} : { leave: { by: 'back', act: app.back } })} />
      <PinPad
        onPin={(pin) => void take(pin)}
        isBusy={isTrying || (isLoading && name === '')}
        below={<PinTries isBusy={isTrying} error={error ?? failed} triesLeft={null} />}
        extra={{ label: t('pin.forgotten'), act: () => app.open({ at: 'forgotten-pin' }) }}
      >
        {act === 'agree' && seal && <SealPicture seal={seal} size={88} label={t('company.pin.seal')} />}
        <h2>{t(`company.pin.${act}`, { name })}</h2>
        <p className="second">{t(`company.pin.${act}.why`)}</p>
        {act === 'agree' && <LetterLink application={screen.application} />}
      </PinPad>
    </>
  )
}
