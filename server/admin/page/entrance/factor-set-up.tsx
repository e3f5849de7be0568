import { encode } from 'uqr'
import { useTranslation } from 'react-i18next'
import { CodeForm } from './code-form.tsx'
import { useConsole, useConsoleState } from '../context.tsx'

const MARGIN = 4

/** A code of whole modules, black on white in every theme. */
const Qr = ({ text, label }: { text: string; label: string }) => {
  const { data, size } = encode(text, { ecc: 'M', border: MARGIN })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg className="factor-code" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} width={4 * size}>
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  )
}

const spaced = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')

/** Sets the authenticator app up: scan or type, then show its first code. */
export const FactorSetUp = () => {
  const { t } = useTranslation()
  const console = useConsole()
  const factor = useConsoleState((state) => state.factor)
  return (
    <main className="login wide">
      <CodeForm label={t('set-up.code')} act={t('set-up.go')} isNumber onCode={console.confirmFactor}>
        <h1>{t('set-up.title')}</h1>
        <p className="second">{t('set-up.lead')}</p>
        {factor && (
          <div className="factor">
            <Qr text={factor.uri} label={t('set-up.qr')} />
            <div>
              <ol className="steps">
                <li>{t('set-up.scan')}</li>
                <li>{t('set-up.type')}</li>
              </ol>
              <p className="second">{t('set-up.secret')}</p>
              <p className="mono secret">{spaced(factor.secret)}</p>
            </div>
          </div>
        )}
      </CodeForm>
    </main>
  )
}
