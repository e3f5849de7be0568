import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SealDraft } from '../../seal-messages.ts'
import { useConsole } from '../context.tsx'
import type { Drawn } from './register.ts'

/** So long after the last key a seal is drawn again. */
const PAUSE = 250

/** A seal as it would be. `onDrawn` hears whether it can be made. */
export const SealPreview = ({ draft, onDrawn }: { draft: SealDraft; onDrawn: (isGood: boolean) => void }) => {
  const { t } = useTranslation()
  const console = useConsole()
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  const { kind, name, line, code } = draft
  useEffect(() => {
    let isOver = false
    const draw = async (): Promise<void> => {
      const made = await console.drawSeal({ kind, name, line, code })
      if (isOver) return
      setDrawn(made)
      onDrawn('picture' in made)
    }
    const timer = setTimeout(() => void draw(), PAUSE)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [console, kind, name, line, code, onDrawn])
  const missing = drawn !== null && 'fault' in drawn ? drawn.fault.details['characters'] : undefined
  return (
    <div className="seal-preview" data-kind={kind}>
      {drawn !== null && 'picture' in drawn && <img src={drawn.picture} alt={t('seals.preview', { name })} />}
      {drawn !== null && 'fault' in drawn && (
        <p role="alert" className="second">
          {typeof missing === 'string' ? t('seals.missing', { characters: missing }) : t('seals.not-drawn')}
        </p>
      )}
    </div>
  )
}
