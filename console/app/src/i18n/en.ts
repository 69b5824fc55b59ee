import element from 'element-plus/es/locale/lang/en'
import type { LocaleMessageDictionary, VueMessageType } from 'vue-i18n'

type Words = LocaleMessageDictionary<VueMessageType>

const files = import.meta.glob<Words>('./en/*.ts', { eager: true, import: 'default' })

export const messages: Words = Object.assign({}, ...Object.values(files))
export { element }
