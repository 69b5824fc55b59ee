import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { ApiError, asApiError } from '@/api'

export interface Load<T> {
  data: ShallowRef<T | undefined>
  loading: Ref<boolean>
  error: ShallowRef<ApiError | null>
  /** Asks again. What is there stays until the answer comes; of two questions under way only the later counts. */
  load: () => Promise<void>
}

/** Loads at once, and again by `load`. */
export function useLoad<T>(ask: () => Promise<T>): Load<T> {
  const data = shallowRef<T>()
  const loading = ref(false)
  const error = shallowRef<ApiError | null>(null)
  let latest = 0
  let gone = false

  async function load(): Promise<void> {
    const mine = ++latest
    loading.value = true
    try {
      const answer = await ask()
      if (mine === latest && !gone) {
        data.value = answer
        error.value = null
      }
    } catch (thrown) {
      if (mine === latest && !gone) {
        error.value = asApiError(thrown)
      }
    } finally {
      if (mine === latest) {
        loading.value = false
      }
    }
  }

  onScopeDispose(() => {
    gone = true
  })
  void load()
  return { data, loading, error, load }
}
