import { useId, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { HeldCertificate } from '#core/application/holding'
import { tags as validTags } from '#core/application/holding'
import { Icon } from '#resources/kit/icon.tsx'
import { useApp, useLifecycleState } from '../app/context.tsx'
import { Field } from '../kit/field.tsx'
import './tag-editor.css'

const MOST = 8
const LONGEST = 16

/** The tags of a pair, to be added to and taken from. */
export const TagEditor = ({ holding }: { holding: HeldCertificate }) => {
  const { t } = useTranslation()
  const app = useApp()
  const isBusy = useLifecycleState((state) => state.isBusy)
  const [text, setText] = useState('')
  const id = useId()
  const { tags } = holding
  const wanted = [...tags, text.trim()]
  const isWrong = text.trim() !== '' && !validTags.safeParse(wanted).success

  const add = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy || text.trim() === '' || isWrong) return
    await app.lifecycle.tag(holding, wanted)
    setText((now) => (now === text ? '' : now))
  }

  return (
    <section className="tag-editor" aria-label={t('tags.title')}>
      <h3 className="section">{t('tags.title')}</h3>
      {tags.length > 0 && (
        <ul>
          {tags.map((tag) => (
            <li key={tag}>
              <Icon name="tag" size={14} />
              {tag}
              <button
                type="button"
                aria-label={t('tags.remove', { tag })}
                disabled={isBusy}
                onClick={() =>
                  void app.lifecycle.tag(
                    holding,
                    tags.filter((each) => each !== tag),
                  )
                }
              >
                <Icon name="close" size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {tags.length < MOST && (
        <form onSubmit={(event) => void add(event)}>
          <Field
            id={id}
            name="tag"
            label={t('tags.new')}
            autoComplete="off"
            enterKeyHint="done"
            maxLength={LONGEST}
            value={text}
            isWrong={isWrong}
            note={isWrong ? t('tags.twice') : t('tags.why', { most: MOST })}
            action={
              <button type="submit" className="button" aria-disabled={isBusy || text.trim() === ''}>
                {t('tags.add')}
              </button>
            }
            onChange={setText}
          />
        </form>
      )}
    </section>
  )
}
