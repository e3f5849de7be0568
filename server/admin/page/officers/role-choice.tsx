import { useTranslation } from 'react-i18next'
import type { Role } from '../../roles.ts'

const ROLES = ['reviewer', 'authority', 'auditor', 'administrator'] as const satisfies readonly Role[]

interface RoleChoiceProps {
  readonly chosen: readonly Role[]
  readonly onChange: (roles: readonly Role[]) => void
}

/** The roles, each with what it may do. */
export const RoleChoice = ({ chosen, onChange }: RoleChoiceProps) => {
  const { t } = useTranslation()
  return (
    <fieldset className="roles">
      <legend>{t('fact.roles')}</legend>
      {ROLES.map((role) => (
        <label key={role}>
          <input
            type="checkbox"
            checked={chosen.includes(role)}
            onChange={({ target }) =>
              onChange(ROLES.filter((each) => (each === role ? target.checked : chosen.includes(each))))
            }
          />
          <span>
            {t(`role.${role}`)} <span className="small quiet">{t(`role.${role}.may`)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
