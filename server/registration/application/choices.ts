/** Among which provinces, trading platforms and CA organisations an applicant chooses: data, not code. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { CertificateStep } from '#core/application/form'
import type { ChoicesAnswer } from '#core/application/messages'
import type { PricedKind } from '#core/application/state'
import { AppError } from '#core/errors'

const named = { id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/), name: z.string().min(1).max(64) }
const provinceFile = z.array(z.strictObject(named)).min(1)
/** No provinces: everywhere. */
const platformFile = z.array(z.strictObject({ ...named, provinces: z.array(z.string()) })).min(1)

export interface ChosenNames {
  readonly province: string
  readonly platform: string
  readonly organisation: string
}

export interface Choices {
  list(): Promise<ChoicesAnswer>
  /** The names of what was chosen. Throws `invalid-input` for what is no choice. */
  names(chosen: CertificateStep): Promise<ChosenNames>
}

export interface Organisation {
  readonly id: string
  readonly name: string
  /** In fen, for each kind of application. */
  readonly prices: { readonly [kind in PricedKind]: number }
  readonly isAvailable: boolean
}

/** Those there are now. */
export type ListOrganisations = () => Promise<readonly Organisation[]>

const FOLDER = join(import.meta.dirname, 'catalogue')
const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(FOLDER, name), 'utf8'))

export const openChoices = async (organisations: ListOrganisations): Promise<Choices> => {
  const provinces = provinceFile.parse(await read('provinces.json'))
  const platforms = platformFile.parse(await read('platforms.json'))

  return {
    list: async () => ({
      ...{ provinces, platforms },
      organisations: (await organisations()).map(({ id, name, prices, isAvailable }) => {
        const { claim, join: joining, renew, recover } = prices
        return { id, name, isAvailable, fen: { claim, join: joining, renew, recover } }
      }),
    }),

    names: async (chosen) => {
      const province = provinces.find(({ id }) => id === chosen.province)
      const platform = platforms.find(({ id }) => id === chosen.platform)
      const organisation = (await organisations()).find(({ id }) => id === chosen.organisation)
      if (province === undefined) throw new AppError('invalid-input', { at: 'province' })
      if (platform === undefined || (platform.provinces.length > 0 && !platform.provinces.includes(province.id)))
        throw new AppError('invalid-input', { at: 'platform' })
      if (organisation === undefined) throw new AppError('invalid-input', { at: 'organisation' })
      return { province: province.name, platform: platform.name, organisation: organisation.name }
    },
  }
}
