/** What a phone is called until its owner says otherwise. */

interface Hints {
  readonly userAgent: string
  /** The model, where the browser tells it. */
  readonly model?: string | undefined
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/Linux/, 'Linux'],
]

/** A short name that a person recognises: the model, else the kind of device, else null. */
export const deviceNameOf = ({ userAgent, model }: Hints): string | null => {
  const told = model?.trim().slice(0, 40)
  if (told && told !== 'K') return told
  return KINDS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null
}

interface HintingNavigator {
  readonly userAgentData?: { getHighEntropyValues(hints: string[]): Promise<{ model?: string }> }
}

/** The name of this device, or null when the browser tells nothing. */
export const thisDevice = async (): Promise<string | null> => {
  const { userAgentData } = navigator as Navigator & HintingNavigator
  const model = await userAgentData?.getHighEntropyValues(['model']).then(
    (values) => values.model,
    () => undefined,
  )
  return deviceNameOf({ userAgent: navigator.userAgent, model })
}
