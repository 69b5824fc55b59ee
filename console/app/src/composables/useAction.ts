import { ref, type Ref } from 'vue'
import { failed, done } from '@/notice'

/**
 * A change that a person asked for: says what was done, or why not, and keeps a second click from doing it twice.
 * Answers whether it was done.
 */
export function useAction(): { busy: Ref<boolean>; run: (work: () => Promise<unknown>, said?: string) => Promise<boolean> } {
  const busy = ref(false)
  async function run(work: () => Promise<unknown>, said?: string): Promise<boolean> {
    if (busy.value) {
      return false
    }
    busy.value = true
    try {
      await work()
      if (said !== undefined) {
        done(said)
      }
      return true
    } catch (thrown) {
      failed(thrown)
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, run }
}
