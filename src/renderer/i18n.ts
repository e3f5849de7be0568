import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import english from '#locales/en.json'
import chinese from '#locales/zh-CN.json'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof chinese }
    keySeparator: false
    nsSeparator: false
  }
}

/** Keys are flat; Chinese is the source and stands in for what another language lacks. */
export const startTranslating = async (language: 'zh-CN' | 'en'): Promise<void> => {
  i18next.on('languageChanged', (changed) => {
    document.documentElement.lang = changed
  })
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { 'zh-CN': { translation: chinese }, en: { translation: english } },
  })
}
