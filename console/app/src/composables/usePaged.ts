import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { asApiError, type ApiError } from '@/api'

export interface Page<T> {
  rows: T[]
  /** From where the next page goes on; undefined when there is none. */
  after?: string
}

/** A list that comes in pages, each added to those before. `load` begins anew. */
export function usePaged<T>(ask: (after: string) => Promise<Page<T>>) {
  const rows = shallowRef<T[]>([])
  const loading = ref(false)
  const error = shallowRef<ApiError | null>(null)
  const after = ref<string>()
  let latest = 0

  async function go(from: string): Promise<void> {
    const mine = ++latest
    loading.value = true
    try {
      const page = await ask(from)
      if (mine === latest) {
        rows.value = from === '' ? page.rows : [...rows.value, ...page.rows]
        after.value = page.after
        error.value = null
      }
    } catch (thrown) {
      if (mine === latest) {
        error.value = asApiError(thrown)
      }
    } finally {
      if (mine === latest) {
        loading.value = false
      }
    }
  }

  onScopeDispose(() => {
    latest++
  })
  const load = () => go('')
  const more = () => go(after.value ?? '')
  const hasMore = computed(() => after.value !== undefined)
  void load()
  return { rows, loading, error, load, more, hasMore }
}
