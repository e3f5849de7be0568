import { useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { PART_ROLES, type DocumentView, type PartRole, type PartView, type ProjectView } from '#ipc/views'
import { changeEditor } from '../../app/app.ts'
import { useApp, useAppState } from '../../app/context.tsx'
import { createPart, moveDocument, pickDocuments, removeDocument, removePart, renamePart } from '../../app/parts.ts'
import { showPage } from '../../app/seals.ts'
import { count } from '../../format/quantity.ts'
import { Button, IconButton } from '../../kit/button.tsx'
import { Icon } from '#resources/kit/icon.tsx'
import './parts-tree.css'

/** What is being dragged inside the tree; files from outside have another type and go to the window. */
const DRAGGED = 'application/x-bidseal-document'

interface DocumentRowProps {
  readonly part: PartView
  readonly document: DocumentView
  readonly index: number
  readonly shown: boolean
  readonly writable: boolean
}

const DocumentRow = ({ part, document, index, shown, writable }: DocumentRowProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    setOver(false)
    const dragged = event.dataTransfer.getData(DRAGGED)
    if (!dragged) return
    event.preventDefault()
    event.stopPropagation()
    if (dragged !== document.id) void moveDocument(app, dragged, part.id, index)
  }
  return (
    <li
      className={`tree-document ${shown ? 'shown' : ''} ${over ? 'over' : ''}`}
      draggable={writable}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, document.id)
        event.dataTransfer.effectAllowed = 'move'
      }}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <button
        type="button"
        className="tree-name"
        title={document.name}
        aria-current={shown}
        onClick={() => {
          changeEditor(app, { part: part.id })
          showPage(app, { document: document.id, page: 1 })
        }}
        onKeyDown={(event) => {
          if (!writable) return
          if (event.key === 'Delete') void removeDocument(app, document.id)
          if (event.altKey && event.key === 'ArrowUp' && index > 0)
            void moveDocument(app, document.id, part.id, index - 1)
          if (event.altKey && event.key === 'ArrowDown' && index < part.documents.length - 1) {
            void moveDocument(app, document.id, part.id, index + 2)
          }
        }}
      >
        <Icon name="file" />
        <span className="clip">{document.name}</span>
        <span className="small quiet">{t('tree.pages', { pages: count(document.pages.length) })}</span>
      </button>
      <span className="tree-acts">
        <IconButton
          icon="up"
          size={14}
          label={t('tree.up')}
          disabled={!writable || index === 0}
          onClick={() => void moveDocument(app, document.id, part.id, index - 1)}
        />
        <IconButton
          icon="down"
          size={14}
          label={t('tree.down')}
          disabled={!writable || index === part.documents.length - 1}
          onClick={() => void moveDocument(app, document.id, part.id, index + 2)}
        />
        <IconButton
          icon="remove"
          size={14}
          label={t('tree.remove', { name: document.name })}
          disabled={!writable}
          onClick={() => void removeDocument(app, document.id)}
        />
      </span>
    </li>
  )
}

interface TitleInputProps {
  readonly value: string
  readonly label: string
  readonly onDone: (title: string | null) => void
}

/** A title being written: Enter or leaving keeps it, Esc does not. */
const TitleInput = ({ value, label, onDone }: TitleInputProps) => {
  const [title, setTitle] = useState(value)
  const done = () => onDone(title.trim() === '' || title.trim() === value ? null : title.trim())
  return (
    <input
      className="input tree-input"
      aria-label={label}
      value={title}
      maxLength={200}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setTitle(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') onDone(null)
      }}
    />
  )
}

interface PartProps {
  readonly part: PartView
  readonly shown: string | null
  readonly selected: boolean
  readonly writable: boolean
}

const Part = ({ part, shown, selected, writable }: PartProps) => {
  const { t } = useTranslation()
  const app = useApp()
  const [renaming, setRenaming] = useState(false)
  const [over, setOver] = useState(false)
  return (
    <li
      className={`tree-part ${over ? 'over' : ''}`}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        const dragged = event.dataTransfer.getData(DRAGGED)
        if (!dragged) return
        event.preventDefault()
        void moveDocument(app, dragged, part.id, part.documents.length)
      }}
    >
      <div className={`tree-head ${selected ? 'selected' : ''}`}>
        {renaming ? (
          <TitleInput
            value={part.title}
            label={t('tree.part-title')}
            onDone={(title) => {
              setRenaming(false)
              if (title) void renamePart(app, part.id, title)
            }}
          />
        ) : (
          <button
            type="button"
            className="tree-name"
            title={part.title}
            aria-pressed={selected}
            onClick={() => changeEditor(app, { part: part.id })}
            onDoubleClick={() => writable && setRenaming(true)}
            onKeyDown={(event) => {
              if (event.key === 'F2' && writable) setRenaming(true)
            }}
          >
            <Icon name="folder" />
            <b className="clip">{part.title}</b>
            <span className="small quiet">
              {part.documents.length > 0 ? count(part.documents.length) : t('tree.empty')}
            </span>
          </button>
        )}
        <span className="tree-acts">
          <IconButton
            icon="add"
            size={14}
            label={t('tree.add-to', { part: part.title })}
            disabled={!writable}
            onClick={() => void pickDocuments(app, part.id)}
          />
          <IconButton
            icon="edit"
            size={14}
            label={t('act.rename')}
            disabled={!writable}
            onClick={() => setRenaming(true)}
          />
          <IconButton
            icon="remove"
            size={14}
            label={t('tree.remove', { name: part.title })}
            disabled={!writable}
            onClick={() => void removePart(app, part.id)}
          />
        </span>
      </div>
      <ul>
        {part.documents.map((document, index) => (
          <DocumentRow
            key={document.id}
            part={part}
            document={document}
            index={index}
            shown={document.id === shown}
            writable={writable}
          />
        ))}
      </ul>
    </li>
  )
}

/** Parts and their documents: add, rename, reorder by dragging or with Alt and the arrows, remove. */
export const PartsTree = ({ project, shown }: { project: ProjectView; shown: string | null }) => {
  const { t } = useTranslation()
  const app = useApp()
  const selected = useAppState((state) => state.editor.part)
  const [role, setRole] = useState<PartRole | null>(null)
  const { writable } = project
  /** Where documents go. */
  const target = project.parts.find(({ id }) => id === selected) ?? project.parts[0]
  return (
    <nav className="tree" aria-label={t('tree.name')}>
      <header>
        <b>{t('tree.name')}</b>
        <span className="grow" />
        <Button kind="quiet" size="small" icon="add" disabled={!writable} onClick={() => setRole('qualification')}>
          {t('tree.add-part')}
        </Button>
      </header>
      <ul className="tree-list scroll">
        {project.parts.map((part) => (
          <Part key={part.id} part={part} shown={shown} selected={part.id === selected} writable={writable} />
        ))}
        {role !== null && (
          <li className="tree-new">
            <select
              className="input select"
              aria-label={t('tree.role')}
              value={role}
              onChange={(event) => setRole(PART_ROLES.find((one) => one === event.currentTarget.value) ?? 'other')}
            >
              {PART_ROLES.map((one) => (
                <option key={one} value={one}>
                  {t(`part.${one}`)}
                </option>
              ))}
            </select>
            <Button
              size="small"
              onClick={() => {
                void createPart(app, t(`part.${role}`), role)
                setRole(null)
              }}
            >
              {t('act.add')}
            </Button>
            <IconButton icon="close" size={14} label={t('act.cancel')} onClick={() => setRole(null)} />
          </li>
        )}
      </ul>
      <footer>
        <Button icon="add" disabled={!writable} onClick={() => void pickDocuments(app)}>
          {t('make.add')}
        </Button>
        {target && <p className="small quiet">{t('tree.hint', { part: target.title })}</p>}
      </footer>
    </nav>
  )
}
