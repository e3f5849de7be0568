import { createTranslator } from '#resources/kit/i18n.ts'
import english from '#locales/en.json'
import chinese from '#locales/zh-CN.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof chinese }
    keySeparator: false
    nsSeparator: false
  }
}

export const { start: startTranslating, speak } = createTranslator({
  'zh-CN': () => Promise.resolve([{ default: chinese }]),
  en: () => Promise.resolve([{ default: english }]),
})
