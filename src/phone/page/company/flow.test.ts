import { expect, test, vi } from 'vitest'
import type { CompanyApi } from '#agent/company'
import type { CredentialView } from '#agent/views'
import { handoverBytes, removalBytes, type MemberList, type OwnCompany } from '#core/application/company'
import type { JoiningAnswer, JoiningItem } from '#core/application/messages'
import { utf8 } from '#core/bytes/bytes'
import { AppError } from '#core/errors'
import { credential } from '../app/fake-app.ts'
import type { Screen } from '../app/screen.ts'
import { createCompanyFlow, type PinScreen } from './flow.ts'

const NOW = Date.parse('2026-11-25T08:00:00+08:00')
const { creditCode } = credential
const JOIN = { application: 'j', creditCode }

const company: OwnCompany = {
  ...{ creditCode, name: credential.company, role: 'administrator', since: 0, application: 'a' },
  ...{ authorisation: null, administrator: '王敏', members: 2, waiting: 1, handover: null },
}
const item: JoiningItem = {
  ...{ id: 'j', kind: 'join', state: 'submitted', version: 2, creditCode, company: company.name },
  ...{ createdAt: 0, changedAt: 0, submittedAt: 0, applicant: { name: '李强', mobile: '137****0002' } },
}
const joining: JoiningAnswer = { ...item, authorisation: null, possible: ['agree', 'refuse'], history: [] }
const people: MemberList = {
  members: [
    {
      ...{ application: 'm', name: '赵一', mobile: '', role: 'staff', isOneself: false, since: 0 },
      ...{ authorisation: null, letter: null, certificates: [] },
    },
  ],
  history: [],
}

const open = (change: Partial<CompanyApi> = {}, credentials: readonly CredentialView[] = [credential]) => {
  const stack: Screen[] = []
  const led: Screen[] = []
  let kept = ''
  const api: CompanyApi = {
    companies: async () => [company],
    members: async () => people,
    end: vi.fn(async () => []),
    offer: vi.fn(async () => [company]),
    answer: vi.fn(async () => [company]),
    joinings: async () => [item, { ...item, id: 'k', creditCode: 'another' }],
    joining: async () => joining,
    authorise: vi.fn<CompanyApi['authorise']>(async (_joining, authorisation) => ({
      ...joining,
      authorisation,
      version: 3,
    })),
    letter: async () => utf8('letter'),
    agree: vi.fn<CompanyApi['agree']>(async () => ({ ...joining, state: 'agreed', possible: [] })),
    refuse: vi.fn<CompanyApi['refuse']>(async () => ({ ...joining, state: 'rejected', possible: [] })),
    ...change,
  }
  const agent = {
    sealLetter: vi.fn(async () => utf8('sealed')),
    signStatement: vi.fn(async (_credential: string, pin: string) => {
      if (pin !== '246810') throw new AppError('pin-wrong', { triesLeft: 4 })
      return utf8('signature')
    }),
  }
  const refresh = vi.fn(async () => undefined)
  const flow = createCompanyFlow(
    agent,
    {
      api,
      draft: {
        read: () => kept,
        write: (value) => {
          kept = value
        },
      },
      now: () => NOW,
    },
    {
      open: (screen) => void stack.push(screen),
      turnTo: (screen) => void stack.splice(-1, 1, screen),
      lead: (screen) => void led.push(screen),
      back: () => void stack.pop(),
      credentials: () => credentials,
      refresh,
    },
  )
  return { flow, state: flow.store.getState, api, agent, stack, led, refresh, kept: () => kept }
}

const pinFor = (act: PinScreen['act'], application: string): PinScreen => ({
  ...{ at: 'company-pin', act, creditCode, application },
})

test('an administrator sees his people, and who waits for him at this company', async () => {
  const { flow, state } = open()
  await flow.arrive({ at: 'company', creditCode })
  expect(state().people).toMatchObject({ creditCode, members: [{ name: '赵一' }] })
  expect(state().joinings?.map(({ id }) => id)).toEqual(['j'])
  expect(state()).toMatchObject({ isLoading: false, error: null })
})

test('one of the staff is not asked for what is the administrator’s', async () => {
  const members = vi.fn(async () => people)
  const { flow, state } = open({ companies: async () => [{ ...company, role: 'staff' }], members })
  await flow.arrive({ at: 'company', creditCode })
  expect(members).not.toHaveBeenCalled()
  expect(state().people).toBeNull()
})

test('whoever is not logged in is led there, and back', async () => {
  const refuse = async (): Promise<never> => {
    throw new AppError('not-authorised', { reason: 'login' })
  }
  const { flow, state, led } = open({ companies: refuse })
  await flow.arrive({ at: 'companies' })
  expect(led).toEqual([{ at: 'companies' }])
  expect(state().error).toBeNull()
})

test('of two screens that load at once, the later one counts', async () => {
  let fail = (_error: Error): void => undefined
  const slow = new Promise<never>((_resolve, reject) => {
    fail = reject
  })
  const companies = vi.fn<CompanyApi['companies']>(async () => [company]).mockReturnValueOnce(slow)
  const { flow, state } = open({ companies })
  const first = flow.arrive({ at: 'companies' })
  await flow.arrive({ at: 'company', creditCode })
  fail(new AppError('server-unreachable'))
  await first
  expect(state()).toMatchObject({ error: null, isLoading: false })
})

test('agreeing says what is allowed, seals the letter that says so, and leads back', async () => {
  const { flow, state, api, agent, stack, kept } = open()
  stack.push({ at: 'company', creditCode }, { at: 'joining', ...JOIN })
  await flow.arrive({ at: 'joining', ...JOIN })
  expect(state().draft).toEqual({ of: 'j', seals: ['company'], until: '2027-11-24' })
  flow.fill({ seals: ['company', 'contract'] })
  expect(kept()).toContain('contract')
  await flow.authorise(creditCode)
  expect(api.authorise).toHaveBeenCalledWith(joining, { seals: ['company', 'contract'], until: '2027-11-24' })
  expect(stack.at(-1)).toEqual(pinFor('agree', 'j'))
  await flow.perform(pinFor('agree', 'j'), '246810')
  expect(agent.sealLetter).toHaveBeenCalledWith(credential.id, '246810', utf8('letter'), NOW)
  expect(api.agree).toHaveBeenCalledWith(expect.objectContaining({ version: 3 }), utf8('sealed'))
  expect(state().done).toEqual({ what: 'agree', name: '李强' })
  expect(stack).toEqual([{ at: 'company', creditCode }])
})

test('asked again with the same seals and day, nothing is said twice', async () => {
  const authorisation = { seals: ['company' as const], until: '2027-11-24' }
  const { flow, api } = open({ joining: async () => ({ ...joining, authorisation }) })
  await flow.arrive({ at: 'joining', ...JOIN })
  await flow.authorise(creditCode)
  expect(api.authorise).not.toHaveBeenCalled()
})

test('a removal and an offer are signed as they are meant', async () => {
  const { flow, state, api, agent } = open()
  await flow.arrive({ at: 'member', creditCode, application: 'm' })
  await flow.perform(pinFor('remove', 'm'), '246810')
  expect(agent.signStatement).toHaveBeenLastCalledWith(credential.id, '246810', removalBytes('m', NOW))
  expect(api.end).toHaveBeenCalledWith(creditCode, 'm', { at: NOW, signature: 'c2lnbmF0dXJl' })
  expect(state().done).toEqual({ what: 'remove', name: '赵一' })
  await flow.arrive({ at: 'handover', creditCode })
  expect(state().done).toBeNull()
  await flow.perform(pinFor('hand-over', 'm'), '246810')
  expect(agent.signStatement).toHaveBeenLastCalledWith(
    ...[credential.id, '246810', handoverBytes(creditCode, 'm', NOW)],
  )
  expect(api.offer).toHaveBeenCalledWith(creditCode, { application: 'm', at: NOW, signature: 'c2lnbmF0dXJl' })
})

test('a wrong PIN changes nothing, and what the phone knows is read again', async () => {
  const { flow, state, api, refresh, stack } = open()
  stack.push({ at: 'company', creditCode }, pinFor('remove', 'm'))
  await expect(flow.perform(pinFor('remove', 'm'), '111111')).rejects.toThrow('pin-wrong')
  expect([refresh.mock.calls.length, stack.length, state().done]).toEqual([1, 2, null])
  expect(api.end).not.toHaveBeenCalled()
})

test('without a certificate of the company on this phone nothing is signed', async () => {
  const { flow, agent } = open({}, [{ ...credential, state: 'revoked' }])
  expect(flow.signer(creditCode)).toBeNull()
  await expect(flow.perform(pinFor('remove', 'm'), '246810')).rejects.toThrow('no-certificate')
  expect(agent.signStatement).not.toHaveBeenCalled()
})

test('an offer that somebody else answers shows by itself, and a look that fails says nothing', async () => {
  const companies = vi.fn<CompanyApi['companies']>(async () => [company])
  const { flow, state } = open({ companies })
  await flow.arrive({ at: 'company', creditCode })
  companies.mockResolvedValueOnce([{ ...company, role: 'staff' }])
  await flow.look(creditCode)
  expect([state().companies?.[0]?.role, state().people]).toEqual(['staff', null])
  companies.mockRejectedValueOnce(new AppError('server-unreachable'))
  await flow.look(creditCode)
  expect(state()).toMatchObject({ error: null, companies: [{ role: 'staff' }] })
})

test('an answer to an offer is given once, however often it is tapped', async () => {
  const handover = { id: 'h', application: 'm', name: '赵一', offeredAt: 0, until: NOW + 1 }
  const { flow, state, api } = open({ companies: async () => [{ ...company, handover }] })
  await flow.arrive({ at: 'company', creditCode })
  await Promise.all([flow.answer(creditCode, 'h', 'withdraw'), flow.answer(creditCode, 'h', 'withdraw')])
  expect(api.answer).toHaveBeenCalledTimes(1)
  expect(state().done).toEqual({ what: 'withdraw', name: '赵一' })
})

test('a page that was loaded again leads back through the company', () => {
  const { flow, stack } = open()
  flow.start({ at: 'member', creditCode, application: 'm' })
  expect(stack.map(({ at }) => at)).toEqual(['me', 'companies', 'company', 'member'])
})

test('what one person has filled in is gone when he logs out', async () => {
  const { flow, state, kept } = open()
  await flow.arrive({ at: 'joining', ...JOIN })
  flow.forget()
  expect([kept(), state().companies, state().draft.of]).toEqual(['', null, ''])
})
