import i18next from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InputOf, OutputOf } from '#ipc/contract'
import { attempt, toast } from '../app/app.ts'
import { useApp, useAppState } from '../app/context.tsx'
import { day } from '#resources/kit/time.ts'
import { speak } from '../i18n.ts'
import { Button } from '../kit/button.tsx'
import { chooseByKey } from '../kit/choices.ts'
import { Dialog } from '../kit/dialog.tsx'
import { Field } from '../kit/field.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import { Note, State } from '../kit/tag.tsx'
import { sameFingerprint } from './fingerprint.ts'
import './settings-screen.css'

type Change = InputOf<'settings.change'>

const useChange = () => {
  const app = useApp()
  return async (change: Change) => {
    const settings = await attempt(app, () => app.client.call('settings.change', change), { changes: true })
    if (!settings) return
    app.store.setState({ settings })
    await speak(settings.language)
    toast(app, i18next.t('toast.saved'))
  }
}

interface TextSettingProps {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onSave: (value: string) => void
}

/** A setting that is text: it is saved on Enter or with the button that appears beside it. */
const TextSetting = ({ label, hint, value, onSave }: TextSettingProps) => {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string | null>(null)
  const changed = typed !== null && typed.trim() !== '' && typed.trim() !== value
  return (
    <form
      className="setting"
      onSubmit={(event) => {
        event.preventDefault()
        if (changed) onSave(typed.trim())
        setTyped(null)
      }}
    >
      <Field
        label={label}
        hint={hint}
        value={typed ?? value}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {changed && (
        <Button kind="main" type="submit">
          {t('act.save')}
        </Button>
      )}
    </form>
  )
}

/** A root is trusted only after its fingerprint has been compared with one from elsewhere. */
const AddRootDialog = ({
  path,
  root,
  onClose,
}: {
  path: string
  root: OutputOf<'settings.readRoot'>
  onClose: () => void
}) => {
  const { t } = useTranslation()
  const app = useApp()
  const [typed, setTyped] = useState('')
  const same = sameFingerprint(typed, root.fingerprint)
  const add = async () => {
    const settings = await attempt(
      app,
      () => app.client.call('settings.addRoot', { path, fingerprint: root.fingerprint }),
      { changes: true },
    )
    if (!settings) return
    app.store.setState({ settings })
    onClose()
    toast(app, t('settings.root-added'))
  }
  return (
    <Dialog
      title={t('settings.add-root')}
      width={600}
      onClose={onClose}
      footer={
        <>
          <span className="grow" />
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button kind="main" disabled={!same} onClick={() => void add()}>
            {t('settings.trust')}
          </Button>
        </>
      }
    >
      <div className="add-root">
        <p className="second">{t('settings.compare')}</p>
        <dl className="facts">
          <dt>{t('settings.subject')}</dt>
          <dd>{root.subject}</dd>
          <dt>{t('fact.term')}</dt>
          <dd>{t('settings.until', { day: day(root.notAfter) })}</dd>
          <dt>SHA-256</dt>
          <dd className="mono add-root-print">{root.fingerprint}</dd>
        </dl>
        <Field
          label={t('settings.fingerprint')}
          hint={t('settings.fingerprint.hint')}
          problem={typed.replace(/[^0-9a-f]/gi, '').length >= 64 && !same ? t('settings.fingerprint.differs') : null}
          value={typed}
          data-first
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
    </Dialog>
  )
}

const Roots = () => {
  const { t } = useTranslation()
  const app = useApp()
  const roots = useAppState((state) => state.settings?.roots ?? [])
  const [adding, setAdding] = useState<{ path: string; root: OutputOf<'settings.readRoot'> } | null>(null)
  const pick = async () => {
    const [file] = await app.shell.pickFiles({ kind: 'certificate', multiple: false })
    if (!file) return
    const root = await attempt(app, () => app.client.call('settings.readRoot', { path: file.path }), {
      subject: file.name,
    })
    if (root) setAdding({ path: file.path, root })
  }
  return (
    <section className="settings-section">
      <header>
        <h3 className="grow">{t('settings.roots')}</h3>
        <Button size="small" icon="add" onClick={() => void pick()}>
          {t('settings.add-root')}
        </Button>
      </header>
      {roots.length === 0 && (
        <Note tone="warn" icon="alert">
          {t('settings.no-roots')}
        </Note>
      )}
      <ul className="roots">
        {roots.map((root) => (
          <li key={root.fingerprint}>
            <Icon name="certificate" size={18} />
            <div>
              {root.subject}
              <span className="small quiet">{t('settings.until', { day: day(root.notAfter) })}</span>
              <span className="mono quiet selectable">{root.fingerprint}</span>
            </div>
          </li>
        ))}
      </ul>
      {adding && <AddRootDialog {...adding} onClose={() => setAdding(null)} />}
    </section>
  )
}

export const SettingsScreen = () => {
  const { t } = useTranslation()
  const app = useApp()
  const settings = useAppState((state) => state.settings)
  const server = useAppState((state) => state.server)
  const change = useChange()
  if (!settings) return <main className="file-screen" />
  const pickOutput = async () => {
    const outputFolder = await app.shell.pickFolder(settings.outputFolder)
    if (outputFolder) await change({ outputFolder })
  }
  const folder = (label: string, path: string, act: { label: string; perform: () => void }) => (
    <div className="setting-folder">
      <span className="second">{label}</span>
      <span className="clip selectable" title={path}>
        {path}
      </span>
      <Button size="small" icon="folder" onClick={act.perform}>
        {act.label}
      </Button>
    </div>
  )
  return (
    <main className="file-screen scroll">
      <h1>{t('rail.settings')}</h1>
      <div className="settings">
        <section className="settings-section">
          <header>
            <h3 className="grow">{t('settings.connection')}</h3>
            {server && (
              <State
                fill={server.state === 'connected' ? 'full' : server.state === 'checking' ? 'half' : 'open'}
                tone={server.state === 'connected' ? 'good' : server.state === 'unreachable' ? 'bad' : 'second'}
              >
                {t(`settings.server.${server.state}`)}
              </State>
            )}
          </header>
          <TextSetting
            key={settings.server}
            label={t('settings.server')}
            hint={t('settings.server.hint')}
            value={settings.server}
            onSave={(value) => void change({ server: value })}
          />
          <TextSetting
            key={settings.desktopName}
            label={t('settings.name')}
            hint={t('settings.name.hint')}
            value={settings.desktopName}
            onSave={(value) => void change({ desktopName: value })}
          />
          <Button icon="phone" onClick={() => app.store.setState({ dialog: 'phone' })}>
            {t('settings.phone')}
          </Button>
        </section>
        <Roots />
        <section className="settings-section">
          <header>
            <h3>{t('settings.language')}</h3>
          </header>
          <div className="languages" role="radiogroup" aria-label={t('settings.language')} onKeyDown={chooseByKey}>
            {(['zh-CN', 'en'] as const).map((language) => (
              <button
                key={language}
                type="button"
                role="radio"
                lang={language}
                aria-checked={settings.language === language}
                tabIndex={settings.language === language ? 0 : -1}
                onClick={() => void change({ language })}
              >
                {language === 'zh-CN' ? '简体中文' : 'English'}
              </button>
            ))}
          </div>
        </section>
        <section className="settings-section">
          <header>
            <h3>{t('settings.folders')}</h3>
          </header>
          {folder(t('settings.output'), settings.outputFolder, {
            label: t('act.change'),
            perform: () => void pickOutput(),
          })}
          {folder(t('settings.data'), settings.dataFolder, {
            label: t('act.reveal'),
            perform: () => void app.shell.reveal(settings.dataFolder),
          })}
        </section>
        <p className="small quiet">{t('settings.version', { version: settings.version })}</p>
      </div>
    </main>
  )
}
