/** What officers have chosen for a company's seals in place of the usual. */
import { z } from 'zod'
import type { Store } from '../../store/store.ts'
import type { SealDesign } from './design.ts'

const choice = z.strictObject({ line: z.string(), hasCode: z.boolean() })

/** A company's usual seal with what was chosen for it. */
export const chosenDesign = async (
  { sealDesigns }: Pick<Store, 'sealDesigns'>,
  usual: SealDesign,
  creditCode: string,
): Promise<SealDesign> => {
  const row = await sealDesigns.find(creditCode, usual.kind)
  if (row === null) return usual
  const { line, hasCode } = choice.parse(JSON.parse(row.design))
  return { ...usual, line, code: hasCode ? usual.code : '' }
}
