import { expect, test } from 'vitest'
import type { ApplicationsApi } from '#agent/applications'
import { EMPTY_FORM } from '#core/application/form'
import type { ApplicationAnswer } from '#core/application/messages'
import { AppError } from '#core/errors'
import { HOME, type ApplyingScreen, type Screen } from '../app/screen.ts'
import type { CompanyDraft } from './draft.ts'
import { createApplyingFlow } from './flow.ts'

const UPLOAD = 'c'.repeat(64)
const COMPANY: CompanyDraft = {
  ...{ name: '河南示范建设有限公司', creditCode: '91410100MA9ABCD16M', legalPerson: '赵一鸣', idType: 'passport' },
  ...{ idNumber: 'E12345678', isLongTerm: true, until: '', licence: UPLOAD },
}
const CHOICE = { province: '410000', platform: 'bidseal', organisation: 'bidseal' }
const CLAIM: ApplicationAnswer = {
  ...{ id: 'a', kind: 'claim', state: 'draft', version: 1, creditCode: COMPANY.creditCode, company: COMPANY.name },
  ...{ createdAt: 1, changedAt: 1, submittedAt: null, warnings: [], possible: ['submit', 'withdraw'], history: [] },
  form: {
    ...EMPTY_FORM,
    company: {
      ...{ name: COMPANY.name, creditCode: COMPANY.creditCode, legalPerson: '赵一鸣', idType: 'passport' },
      ...{ idNumber: 'E12345678', licenceUntil: 'long-term', licence: UPLOAD },
    },
  },
}
const changed = (change: Partial<ApplicationAnswer>): ApplicationAnswer => ({ ...CLAIM, ...change })
const lost = () => Promise.reject(new AppError('server-unreachable'))

const open = (change: Partial<ApplicationsApi> = {}, kept: string | null = null) => {
  const [stack, led, asked]: [Screen[], Screen[], string[]] = [[HOME], [], []]
  let draft = kept
  const tell =
    <Answer>(name: string, answer: Answer) =>
    async (): Promise<Answer> => {
      asked.push(name)
      return answer
    }
  const api: ApplicationsApi = {
    companies: async () => [{ creditCode: COMPANY.creditCode, name: COMPANY.name, isClaimed: false }],
    administrator: async () => ({ company: COMPANY.name, name: '张*三', mobile: '138****1234' }),
    choices: async () => ({ provinces: [], platforms: [], organisations: [] }),
    applications: async (after) => ({ applications: [CLAIM], next: after === null ? '1.a' : null }),
    application: async () => CLAIM,
    begin: tell('begin', CLAIM),
    putCompany: tell('company', CLAIM),
    putCertificate: tell('certificate', changed({ form: { ...CLAIM.form, certificate: CHOICE } })),
    putStamped: tell('stamped', changed({ form: { ...CLAIM.form, stamped: UPLOAD } })),
    submit: tell('submit', changed({ state: 'submitted' })),
    withdraw: tell('withdraw', changed({ state: 'withdrawn' })),
    upload: async () => ({ id: UPLOAD, type: 'image/jpeg', size: 1 }),
    messages: async () => ({ unread: 0, messages: [], next: null }),
    readMessage: async () => undefined,
    readMessages: async () => undefined,
    ...change,
  }
  const flow = createApplyingFlow(
    {
      api,
      draft: { read: () => draft, write: (value) => (draft = value) },
      prepare: async (file) => new Uint8Array(await file.arrayBuffer()),
      readCode: (picture) => picture.text(),
      orderOf: async () => 'order',
    },
    {
      open: (screen) => void stack.push(screen),
      turnTo: (screen) => void stack.splice(-1, 1, screen),
      lead: (screen) => void led.push(screen),
      isUnidentified: () => false,
    },
  )
  return { flow, stack, led, asked, kept: () => draft, state: flow.store.getState }
}

const at = (step: 'company' | 'certificate' | 'form'): ApplyingScreen => ({
  at: 'application-step',
  application: CLAIM.id,
  step,
})

test('claims what was searched for, and keeps what is filled in', async () => {
  const { flow, stack, kept, state } = open()
  flow.seek('河南示范')
  await flow.search()
  expect(state().found).toMatchObject({ text: '河南示范', companies: [{ isClaimed: false }] })
  flow.claim({ creditCode: COMPANY.creditCode, name: COMPANY.name })
  expect(stack.at(-1)).toEqual({ at: 'claim' })
  flow.fillCompany({ legalPerson: '赵一鸣' })
  const again = open({}, kept())
  again.flow.claim({ creditCode: COMPANY.creditCode, name: COMPANY.name })
  expect(again.state().draft.company).toMatchObject({ name: COMPANY.name, legalPerson: '赵一鸣' })
  again.flow.claim({ creditCode: '92440300MAK8DEM349', name: '别家' })
  expect(again.state().draft.company).toMatchObject({ name: '别家', legalPerson: '' })
})

test('goes from step to step, back, and to the application at the end', async () => {
  const { flow, stack, asked } = open()
  flow.claim(null)
  flow.fillCompany(COMPANY)
  await flow.putCompany()
  expect(stack.at(-1)).toEqual(at('certificate'))
  await flow.arrive(at('certificate'))
  expect(flow.stepBefore(at('certificate'))).toEqual(at('company'))
  flow.fillChoice(CHOICE)
  await flow.putChoice()
  expect(stack.at(-1)).toEqual(at('form'))
  await flow.send('stamped', new Blob(['x']))
  await Promise.all([flow.submit(), flow.submit()])
  expect(asked).toEqual(['begin', 'certificate', 'stamped', 'submit'])
  expect(stack.at(-1)).toEqual({ at: 'application', application: CLAIM.id })
  expect(flow.stepBefore(at('form'))).toBeNull()
})

test('takes up the application that a lost answer has begun', async () => {
  const { flow, stack, asked } = open({
    begin: () => Promise.reject(new AppError('application-state', { reason: 'open' })),
  })
  flow.claim(null)
  flow.fillCompany(COMPANY)
  await flow.putCompany()
  expect([asked, stack.at(-1)]).toEqual([[], at('certificate')])
  const other = open({
    begin: () => Promise.reject(new AppError('application-state', { reason: 'open' })),
    application: async () => changed({ form: EMPTY_FORM }),
  })
  other.flow.claim(null)
  other.flow.fillCompany(COMPANY)
  await other.flow.putCompany()
  expect(other.asked).toEqual(['company'])
})

test('a submission whose answer was lost is not an error', async () => {
  let now = CLAIM
  const { flow, stack, state } = open({
    application: async () => now,
    submit: () => Promise.reject(new AppError('application-changed')),
  })
  await flow.arrive(at('form'))
  await flow.submit()
  expect(state().error).toMatchObject({ code: 'application-changed' })
  now = changed({ state: 'submitted' })
  await flow.submit()
  expect(state().error).toBeNull()
  expect(stack.at(-1)).toEqual({ at: 'application', application: CLAIM.id })
})

test('a picture that does not arrive can be sent again as it is', async () => {
  let fails = true
  const { flow, state } = open({
    upload: async (_purpose, bytes, onSent) => {
      onSent(0.5)
      if (fails) return lost()
      return { id: UPLOAD, type: 'image/jpeg', size: bytes.length }
    },
  })
  await flow.send('licence', new Blob(['x']))
  expect(state().pictures.licence).toMatchObject({ error: { code: 'server-unreachable' } })
  fails = false
  await flow.sendAgain('licence')
  expect(state()).toMatchObject({ pictures: { licence: null }, draft: { company: { licence: UPLOAD } } })
})

test('an arrival waits for the act that led there', async () => {
  const { flow, state } = open()
  const searching = flow.search()
  await flow.arrive({ at: 'application', application: CLAIM.id })
  await searching
  expect(state().application).toEqual(CLAIM)
})

test('what was submitted is not shown as a step', async () => {
  const { flow, stack } = open({ application: async () => changed({ state: 'submitted' }) })
  await flow.arrive(at('form'))
  expect(stack.at(-1)).toEqual({ at: 'application', application: CLAIM.id })
})

test('joins whose administrator is known, submits, withdraws and leads to the order', async () => {
  const join = changed({ kind: 'join', form: EMPTY_FORM })
  const { flow, stack, asked, state } = open({ begin: async () => join, putCertificate: async () => join })
  await flow.arrive({ at: 'join', creditCode: COMPANY.creditCode })
  expect(state().administrator?.name).toBe('张*三')
  flow.fillJoin({ name: '张小三', mobile: '13800001234' })
  await flow.join(COMPANY.creditCode)
  expect(stack.at(-1)).toEqual(at('certificate'))
  flow.fillChoice(CHOICE)
  await flow.putChoice()
  expect([asked, stack.at(-1)]).toEqual([['submit'], { at: 'application', application: CLAIM.id }])
  await flow.pay()
  expect(stack.at(-1)).toEqual({ at: 'order', order: 'order' })
  await flow.withdraw()
  expect(state().application?.state).toBe('withdrawn')
})

test('leads to log-in and identity, and says everything else', async () => {
  for (const reason of ['login', 'identity', 'token']) {
    const out = open({ applications: () => Promise.reject(new AppError('not-authorised', { reason })) })
    await out.flow.arrive({ at: 'applications' })
    expect(out.led).toEqual([{ at: 'applications' }])
  }
  const wrong = open({ begin: () => Promise.reject(new AppError('acquaintance-wrong', { triesLeft: 2 })) })
  await wrong.flow.join(COMPANY.creditCode)
  expect(wrong.state()).toMatchObject({ isBusy: false, error: { code: 'acquaintance-wrong' } })
  const quiet = open({ application: lost })
  await quiet.flow.look({ at: 'application', application: CLAIM.id })
  expect(quiet.state().error).toBeNull()
})

test('leads back as one came, goes on where it stopped, and forgets', async () => {
  const { flow, stack, state, kept } = open()
  flow.start(at('certificate'))
  expect(stack.map((screen) => screen.at)).toEqual(['home', 'me', 'applications', 'application-step'])
  await flow.arrive({ at: 'applications' })
  await flow.more()
  expect(state().applications?.items).toHaveLength(2)
  await flow.arrive({ at: 'application', application: CLAIM.id })
  flow.goOn()
  expect(stack.at(-1)).toEqual(at('certificate'))
  flow.fillCompany(COMPANY)
  flow.forget()
  expect(kept()).not.toContain(COMPANY.name)
  expect(state()).toMatchObject({ application: null, applications: null })
})

test('the code on a licence fills in what is empty, and is there to compare with what was typed', async () => {
  const { flow, state } = open()
  flow.claim(null)
  await flow.send('licence', new Blob([`uniscid=${COMPANY.creditCode}`]))
  expect(state().draft.company).toMatchObject({ creditCode: COMPANY.creditCode, licence: UPLOAD })
  flow.fillCompany({ creditCode: '91110108MA0TE5T240' })
  await flow.send('licence', new Blob([`uniscid=${COMPANY.creditCode}`]))
  expect(state().draft.company.creditCode).toBe('91110108MA0TE5T240')
  expect(state().licence).toEqual({ creditCode: COMPANY.creditCode, name: null })
  await flow.send('licence', new Blob(['no code']))
  expect(state().licence).toBeNull()
})
