const CLOCK = new Intl.DateTimeFormat('zh-CN', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

/** `09:05:07`, here. */
export const clockTime = (at: number): string => CLOCK.format(at)
