import { ElMessage } from 'element-plus'
import 'element-plus/es/components/message/style/css'
import { asApiError } from '@/api'
import { visible, visibleLines } from '@/hostile'
import { i18n } from '@/i18n'

/** Says shortly that something was done. */
export function done(text: string): void {
  ElMessage({ type: 'success', message: visible(text), showClose: true, duration: 4000, grouping: true })
}

/** What an error means to the person at the page. */
export function explained(thrown: unknown): string {
  const error = asApiError(thrown)
  const t = i18n.global.t
  if (error.code === 'unreachable') {
    return t('common.unreachable')
  }
  if (error.code === 'unreadable') {
    return t('common.unreadable')
  }
  if (error.code === 'unnameable') {
    return t('common.unnameable', { name: error.message })
  }
  // The page's language says what kind of refusal it is; the service's own sentence below it names the thing.
  const kind = `common.refusal.${error.code}`
  return i18n.global.te(kind) ? `${t(kind)}\n${error.message}` : error.message
}

/** Says why something was not done. */
export function failed(thrown: unknown): void {
  const error = asApiError(thrown)
  if (error.code !== 'aborted' && error.status !== 401) {
    ElMessage({ type: 'error', message: visibleLines(explained(error)), showClose: true, duration: 8000, grouping: true })
  }
}
