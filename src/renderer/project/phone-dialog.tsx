import { useTranslation } from 'react-i18next'
import { useApp, useAppState } from '../app/context.tsx'
import { Button } from '../kit/button.tsx'
import { Dialog } from '../kit/dialog.tsx'
import { QrCode } from '../pairing/qr-code.tsx'
import './phone-dialog.css'

/** Where the phone app is: its address as a code for the phone's camera. */
export const PhoneDialog = () => {
  const { t } = useTranslation()
  const app = useApp()
  const server = useAppState((state) => state.settings?.server)
  const address = server && URL.canParse('/p/', server) ? new URL('/p/', server).href : null
  const close = () => app.store.setState({ dialog: null })
  return (
    <Dialog
      title={t('phone-app.title')}
      width={560}
      onClose={close}
      footer={
        <>
          <span className="grow" />
          <Button data-first onClick={close}>
            {t('act.close')}
          </Button>
        </>
      }
    >
      <div className="phone-app">
        {address && <QrCode text={address} room={216} label={t('phone-app.code')} />}
        <div>
          <ol>
            <li>{t('phone-app.open')}</li>
            <li>{t('phone-app.enrol')}</li>
            <li>{t('phone-app.scan')}</li>
          </ol>
          <p className="mono selectable">{address ?? t('phone-app.no-server')}</p>
        </div>
      </div>
    </Dialog>
  )
}
