/** Notices of the payment service: sent again, at the service's own pace, until they are acknowledged. */
import { chinaTime, seal, signedHeaders } from './payment-protocol.ts'
import { hexOf, type Ground, type KeyPair } from './stand-in.ts'

/** Seconds between one attempt and the next. */
const PACE = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600]
const PATIENCE = 5000

export interface Notice {
  readonly id: string
  readonly url: string
  readonly event: string
  readonly type: string
  readonly contents: object
  readonly at: number
  attempts: number
  isAcknowledged: boolean
}

export interface Notices {
  /** Tells of something; tries at once. */
  tell(url: string, event: string, type: string, contents: object): Promise<void>
  /** Sends everything once more, acknowledged or not. */
  repeat(): Promise<void>
  all(): readonly Notice[]
  close(): void
}

export const createNotices = (ground: Ground, key: KeyPair, apiKey: string): Notices => {
  const { now, random } = ground
  const notices: Notice[] = []
  const timers = new Set<NodeJS.Timeout>()

  const post = async (notice: Notice): Promise<boolean> => {
    const { id, event, type, contents, url, at } = notice
    const body = JSON.stringify({
      ...{ id, create_time: chinaTime(at), resource_type: 'encrypt-resource', event_type: event, summary: event },
      resource: seal(type, contents, apiKey, random),
    })
    const headers = { 'content-type': 'application/json', ...signedHeaders(body, key, ground) }
    const signal = AbortSignal.timeout(PATIENCE)
    const answer = await fetch(url, { method: 'POST', headers, body, signal }).catch(() => null)
    await answer?.body?.cancel()
    return answer?.ok === true
  }

  const attempt = async (notice: Notice): Promise<void> => {
    notice.attempts++
    const isTaken = await post(notice)
    notice.isAcknowledged ||= isTaken
    const pause = PACE[notice.attempts - 1]
    if (notice.isAcknowledged || pause === undefined) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      void attempt(notice)
    }, pause * 1000)
    timers.add(timer.unref())
  }

  return {
    tell: (url, event, type, contents) => {
      const id = `EV-${now()}${hexOf(random(6))}`
      const notice = { id, url, event, type, contents, at: now(), attempts: 0, isAcknowledged: false }
      notices.push(notice)
      return attempt(notice)
    },
    repeat: async () => {
      for (const notice of notices) notice.isAcknowledged = (await post(notice)) || notice.isAcknowledged
    },
    all: () => notices,
    close: () => timers.forEach((timer) => clearTimeout(timer)),
  }
}
