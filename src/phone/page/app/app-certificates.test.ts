import { describe, expect, it } from 'vitest'
import { AppError } from '#core/errors'
import { credential, openApp } from './fake-app.ts'
import { HOME } from './screen.ts'

describe('enrolment', () => {
  const form = { person: ' 王敏 ', creditCode: credential.creditCode, device: 'Mate 60' }

  it('offers the companies of a demo server and ends with a certificate', async () => {
    const { app, state } = openApp({ credentials: [] })
    await app.start(null)
    await app.startEnrolling()
    expect(state().enrolment.companies).toHaveLength(1)
    app.fillIn(form)
    app.askForPin()
    await app.enrol('246810')
    expect(state()).toMatchObject({ enrolment: { step: 'done', result: { id: 'c1' } }, current: { id: 'c1' } })
  })

  it('asks for another PIN when the first is weak', async () => {
    const { app, state } = openApp({
      credentials: [],
      agent: { enrol: () => Promise.reject(new AppError('pin-weak')) },
    })
    await app.startEnrolling()
    app.fillIn(form)
    app.askForPin()
    await app.enrol('123456')
    expect(state().enrolment).toMatchObject({ step: 'pin', error: { code: 'pin-weak' } })
  })

  it('is stopped, and leads back to the form', async () => {
    const stopped = (_order: unknown, signal?: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new AppError('server-unreachable')))
      })
    const { app, state } = openApp({ credentials: [], agent: { enrol: stopped } })
    await app.startEnrolling()
    app.fillIn(form)
    const enrolled = app.enrol('246810')
    app.stopEnrolling()
    await enrolled
    expect(state().enrolment).toMatchObject({ step: 'form', form, error: null })
  })

  it('can be left after it has failed', async () => {
    const { app, state } = openApp({ agent: { enrol: () => Promise.reject(new AppError('server-unreachable')) } })
    await app.startEnrolling()
    app.fillIn(form)
    await app.enrol('246810')
    expect(state().enrolment.step).toBe('working')
    app.fillIn(form)
    expect(state().enrolment).toMatchObject({ step: 'form', form, error: null })
    await app.enrol('246810')
    app.back()
    expect(state()).toMatchObject({ screen: HOME, enrolment: { error: { code: 'server-unreachable' } } })
  })

  it('goes back from the PIN to the form, and keeps what was filled in until it is done', async () => {
    const { app, state, stack } = openApp({ credentials: [] })
    await app.startEnrolling()
    app.fillIn(form)
    app.askForPin()
    app.back()
    expect(stack.at(-1)).toEqual({ at: 'enrol' })
    expect(state()).toMatchObject({ screen: { at: 'enrol' }, enrolment: { step: 'form', form } })
    app.back()
    expect(state().screen).toEqual(HOME)
    await app.startEnrolling()
    expect(state().enrolment).toMatchObject({ step: 'form', form })
    await app.enrol('246810')
    await app.startEnrolling()
    expect(state().enrolment.form.person).toBe('')
  })

  it('cannot be left while it is under way', async () => {
    const { app, state, stack } = openApp({ credentials: [], agent: { enrol: () => new Promise(() => {}) } })
    await app.startEnrolling()
    app.fillIn(form)
    void app.enrol('246810')
    app.back()
    expect(state().screen).toEqual({ at: 'enrol' })
    expect(stack.at(-1)).toEqual({ at: 'enrol' })
  })
})

describe('changing the PIN', () => {
  it('tells at once that the certificate is locked now', async () => {
    const credentials = [credential]
    const lock = () => {
      credentials[0] = { ...credential, state: 'locked' }
      return Promise.reject(new AppError('pin-locked'))
    }
    const { app, state } = openApp({ credentials, agent: { changePin: lock } })
    await app.start(null)
    await expect(app.changePin('c1', '111111', '246810')).rejects.toThrow('pin-locked')
    expect(state()).toMatchObject({ current: { state: 'locked' }, credentials: [{ state: 'locked' }] })
  })
})
