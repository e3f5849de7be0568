import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useApp, useAppState } from '../app/context.tsx'
import { takeDropped } from '../app/files.ts'
import { Icon } from '#resources/kit/icon.tsx'
import './drop-target.css'

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Takes files dropped anywhere on the window, and says while they hover what will happen to them. */
export const DropTarget = ({ children }: { children: ReactNode }) => {
  const { t } = useTranslation()
  const app = useApp()
  const screen = useAppState((state) => state.screen)
  const part = useAppState(({ project, editor }) => project?.parts.find(({ id }) => id === editor.part)?.title)
  const [hovering, setHovering] = useState(false)

  useEffect(() => {
    const busy = () => {
      const { dialog, failure, job } = app.store.getState()
      return dialog !== null || failure !== null || job !== null
    }
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer) event.dataTransfer.dropEffect = busy() ? 'none' : 'copy'
      setHovering(!busy())
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setHovering(false)
    }
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      setHovering(false)
      if (!busy()) void takeDropped(app, [...(event.dataTransfer?.files ?? [])])
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [app])

  return (
    <>
      {children}
      {hovering && (
        <div className="drop-cover">
          <div className="drop-word">
            <Icon name="file" size={24} />
            {screen === 'editor' ? t('drop.editor', { part: part ?? '' }) : t(`drop.${screen}`)}
          </div>
        </div>
      )}
    </>
  )
}
