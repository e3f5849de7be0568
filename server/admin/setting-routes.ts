/** Settings of the authority in this process. What two officers agree on counts at once. */
import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { RandomBytes } from '#core/cms/auth-enveloped'
import { AppError } from '#core/errors'
import type { SettingChangeRow } from '../store/setting-changes.ts'
import type { Repositories, Store } from '../store/store.ts'
import { officerOf, only } from './guard.ts'
import { done } from './messages.ts'
import { changeParameter, settingsAnswer, settingValue, type SettingsAnswer } from './setting-messages.ts'
import { CHANGE_STATES, decideChange } from './setting-rules.ts'

/** What counts now. */
export interface CurrentSettings {
  prices(): Promise<SettingsAnswer['current']['prices']>
  isReviewed(): Promise<boolean>
  months(records: Pick<Repositories, 'settingChanges'>): Promise<number>
}

export interface SettingRoutesOptions {
  readonly store: Store
  readonly settings: CurrentSettings
  readonly random: RandomBytes
  readonly now: () => number
}

/** Changes of before that are shown. */
const SHOWN = 100

const changeOf = (row: SettingChangeRow): SettingsAnswer['changes'][number] => {
  const { id, setting, value, state, proposedBy, proposedAt, decidedBy, decidedAt } = row
  return {
    ...{ id, proposedBy, proposedAt, decidedBy, decidedAt },
    state: CHANGE_STATES.find((each) => each === state) ?? 'withdrawn',
    change: settingValue.parse({ setting, value: JSON.parse(value) as unknown }),
  }
}

const refuse = (reason: 'change-same' | 'change-waiting' | 'no-such-change'): never => {
  throw new AppError('invalid-input', { reason })
}

export const settingRoutes = (scope: FastifyInstance, options: SettingRoutesOptions): void => {
  const { store, settings, random, now } = options
  const typed = scope.withTypeProvider<ZodTypeProvider>()

  const current = async (): Promise<SettingsAnswer['current']> => ({
    ...{ prices: await settings.prices(), validity: await settings.months(store), review: await settings.isReviewed() },
  })

  typed.get(
    '/settings',
    { schema: { response: { 200: settingsAnswer } }, config: only('authority', 'auditor') },
    async () => ({ current: await current(), changes: (await store.settingChanges.list(SHOWN)).map(changeOf) }),
  )

  typed.post(
    '/settings',
    { schema: { body: settingValue, response: { 200: done } }, config: only('authority') },
    async (request) => {
      const { officer } = officerOf(request).session
      const { setting, value: wanted } = request.body
      const value = JSON.stringify(wanted)
      if (JSON.stringify((await current())[setting]) === value) refuse('change-same')
      const id = Buffer.from(random(12)).toString('hex')
      await store.transaction(async ({ settingChanges, audit }) => {
        const row = { id, setting, value, proposedBy: officer, proposedAt: now() }
        if (!(await settingChanges.propose(row))) refuse('change-waiting')
        await audit.append({ actor: officer, action: 'setting-proposed', facts: { setting, value } }, now())
      })
      return {}
    },
  )

  typed.post(
    '/settings/:change/:event',
    { schema: { params: changeParameter, response: { 200: done } }, config: only('authority') },
    async (request) => {
      const { officer } = officerOf(request).session
      const { change, event } = request.params
      await store.transaction(async ({ settingChanges, audit }) => {
        const row = (await settingChanges.find(change)) ?? refuse('no-such-change')
        const state = decideChange(row, event, officer)
        await settingChanges.decide(change, state, officer, now())
        const { setting, value, proposedBy } = row
        const facts = { setting, value, officer: proposedBy }
        await audit.append({ actor: officer, action: `setting-${state}`, facts }, now())
      })
      return {}
    },
  )
}
