import { useTranslation } from 'react-i18next'
import { useAppState } from '../app/context.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import './status-bar.css'

const hostOf = (address: string) => (URL.canParse(address) ? new URL(address).host : address)

/** One line: the server, the project's phone, whether all is saved, the version. */
export const StatusBar = () => {
  const { t } = useTranslation()
  const server = useAppState((state) => state.server)
  const project = useAppState((state) => state.project)
  const saving = useAppState((state) => state.saving > 0)
  const version = useAppState((state) => state.settings?.version)
  const state = server?.state ?? 'checking'
  return (
    <footer className="status-bar">
      <span role="status">
        <Icon name="server" size={14} />
        <i className={`status-dot ${state}`} />
        {t(`server.${state}`, { address: server ? hostOf(server.address) : '' })}
      </span>
      {project && (
        <span>
          <Icon name="phone" size={14} />
          {project.bidderDetails
            ? t('status.phone', { device: project.bidderDetails.device, person: project.bidderDetails.person })
            : t('status.no-phone')}
        </span>
      )}
      <span className="grow" />
      {project && <span>{t(!project.writable ? 'status.read-only' : saving ? 'status.saving' : 'status.saved')}</span>}
      <span>{version}</span>
    </footer>
  )
}
