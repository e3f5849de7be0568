/** Officers are people who may apply for certificates themselves: nobody decides about his own application. */
import type { Repositories } from '../../store/store.ts'

/** The accounts of an officer: that of the number he is entered with, and all others of the same person. */
export const accountsOfOfficer = async (
  { officers, accounts }: Pick<Repositories, 'officers' | 'accounts'>,
  officer: string,
): Promise<readonly string[]> => {
  const mobile = (await officers.find(officer))?.mobile ?? null
  const account = mobile === null ? null : await accounts.findByMobile(mobile)
  if (account === null) return []
  const { id, personIndex } = account
  return [id, ...(personIndex === null ? [] : await accounts.ofPerson(personIndex)).map((each) => each.id)]
}
