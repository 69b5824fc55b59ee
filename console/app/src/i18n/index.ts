import { ref } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Language as ElementLanguage } from 'element-plus/es/locale'

// Each file of zh/ and en/ is `export default { area: {...} }`. In texts, `@`, `{`, `}` and `|` have a meaning
// to vue-i18n: write {'@'}, {'{'}, {'|'}. scripts/words.mjs fails when the languages differ or a text cannot be read.

export type Language = 'zh-CN' | 'en'
export const languages: { id: Language; name: string }[] = [
  { id: 'zh-CN', name: '中文' },
  { id: 'en', name: 'English' },
]

const key = 'hongyan.language'

export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', missingWarn: false, fallbackWarn: false })

export const language = ref<Language>('en')
/** The words of Element Plus itself, such as those of its tables and date fields. */
export const elementLanguage = ref<ElementLanguage>()

const sources = {
  'zh-CN': () => import('./zh'),
  en: () => import('./en'),
}

/** What was chosen before; else what the browser asks for. */
export function wantedLanguage(): Language {
  let kept: string | null = null
  try {
    kept = localStorage.getItem(key)
  } catch {
    // Storage may be forbidden; the browser's language will do.
  }
  if (kept === 'zh-CN' || kept === 'en') {
    return kept
  }
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

export async function useLanguage(wanted: Language): Promise<void> {
  const words = await sources[wanted]()
  i18n.global.setLocaleMessage(wanted, words.messages)
  i18n.global.locale.value = wanted
  language.value = wanted
  elementLanguage.value = words.element
  document.documentElement.lang = wanted
}

export async function chooseLanguage(wanted: Language): Promise<void> {
  await useLanguage(wanted)
  try {
    localStorage.setItem(key, wanted)
  } catch {
    // Then it holds until the page is left.
  }
}
