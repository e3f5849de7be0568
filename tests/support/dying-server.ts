/** Somebody who applies at a server that is killed again and again. */
import { applicationAnswer, uploadAnswer, type ApplicationAnswer } from '#core/application/messages'
import type { RegistrationProcess } from '#tests/support/registration-process'

export interface PatientApplicant {
  /** Kills the server and starts it again. */
  restart(): Promise<void>
  /** The id of a picture that was sent. */
  send(purpose: string): Promise<string>
  read(id: string): Promise<ApplicationAnswer>
  /** Does something with an application as it is now. */
  act(id: string, event: string, more?: object): Promise<ApplicationAnswer>
}

/** @param picture what is sent, whatever it is to show */
export const applicantAt = (server: RegistrationProcess, picture: Buffer): PatientApplicant => {
  const read = async (id: string): Promise<ApplicationAnswer> =>
    applicationAnswer.parse(await server.call('GET', `applications/${id}`))
  return {
    read,
    restart: async () => {
      await server.kill()
      await server.start()
    },
    send: async (purpose) => uploadAnswer.parse(await server.call('POST', `uploads?purpose=${purpose}`, picture)).id,
    act: async (id, event, more = {}) => {
      const { version } = await read(id)
      return applicationAnswer.parse(await server.call('POST', `applications/${id}/${event}`, { version, ...more }))
    },
  }
}
