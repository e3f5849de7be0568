import { useTranslation } from 'react-i18next'
import { useApp } from '../app/context.tsx'
import { pickBid } from '../app/files.ts'
import { go } from '../app/projects.ts'
import { Button } from '../kit/button.tsx'
import { Icon, type IconName } from '#resources/kit/icon.tsx'
import './empty-home.css'

const Drawing = () => (
  <svg className="empty-drawing" width="132" height="96" viewBox="0 0 132 96" aria-hidden="true">
    <path className="paper" d="M24 12h52v72H24z" />
    <path className="sheet" d="M40 5h38l16 16v66H40z" />
    <path d="M78 5v16h16M50 32h34M50 40h34M50 48h22" />
    <circle className="seal" cx="86" cy="68" r="18" />
    <path className="star" d="M86 59l2.1 6.1h6.4l-5.2 3.9 2 6.2-5.3-3.8-5.3 3.8 2-6.2-5.2-3.9h6.4z" />
  </svg>
)

/** No project yet: what to do first, and three other ways in. */
export const EmptyHome = () => {
  const { t } = useTranslation()
  const app = useApp()
  const ways: readonly (readonly [string, IconName, string, string, () => void])[] = [
    ['phone', 'phone', t('empty.phone'), t('empty.phone.why'), () => app.store.setState({ dialog: 'phone' })],
    ['decrypt', 'open', t('empty.decrypt'), t('empty.decrypt.why'), () => go(app, 'decrypt')],
    ['verify', 'shield', t('empty.verify'), t('empty.verify.why'), () => go(app, 'verify')],
  ]
  return (
    <div className="empty">
      <div className="empty-box">
        <div className="empty-card">
          <Drawing />
          <h2>{t('empty.title')}</h2>
          <p className="second">{t('empty.body')}</p>
          <div className="row">
            <Button kind="main" size="large" icon="add" onClick={() => app.store.setState({ dialog: 'new-project' })}>
              {t('home.new')}
            </Button>
            <Button size="large" onClick={() => void pickBid(app)}>
              {t('empty.open-bid')}
            </Button>
          </div>
        </div>
        <div className="empty-ways">
          {ways.map(([name, icon, title, why, act]) => (
            <button key={name} type="button" onClick={act}>
              <Icon name={icon} size={18} />
              <b>{title}</b>
              <span className="small quiet">{why}</span>
            </button>
          ))}
        </div>
      </div>
    </div>
  )
}
