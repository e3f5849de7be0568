import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '#resources/kit/icon.tsx'
import { useConsoleState } from './context.tsx'
import { Heading } from './kit.tsx'
import { PasswordForm } from './entrance/password-form.tsx'

/** One's own account. */
export const Account = () => {
  const { t } = useTranslation()
  const session = useConsoleState((state) => state.session)
  const [isDone, setDone] = useState(false)
  if (!session) return null
  return (
    <>
      <Heading title={t('nav.account')} />
      <dl className="facts account">
        <dt>{t('fact.name')}</dt>
        <dd>{session.officer}</dd>
        <dt>{t('fact.roles')}</dt>
        <dd>{session.roles.map((role) => t(`role.${role}`)).join(t('mark.list'))}</dd>
      </dl>
      <section className="own-password" aria-labelledby="own-password">
        <h2 id="own-password">{t('password.change')}</h2>
        <p className="second">{t('password.change.lead')}</p>
        {isDone && (
          <p className="note good" role="status">
            <Icon name="check" />
            {t('password.changed')}
          </p>
        )}
        <PasswordForm withFault={false} onDone={() => setDone(true)} />
      </section>
    </>
  )
}
