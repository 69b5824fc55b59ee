import { computed, nextTick, type WritableComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'

// Several words may change in one go (a search, and the page back to the first): they become one new address.
let changes: Record<string, string | undefined> | null = null

/** A word in the query of the address: read it, write it, and the address can be kept and sent to others. */
export function useQuery(name: string, fallback = ''): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get() {
      const value = route.query[name]
      const text = Array.isArray(value) ? value[0] : value
      return text ?? fallback
    },
    set(value: string) {
      const change = value === fallback ? undefined : value
      if (changes !== null) {
        changes[name] = change
        return
      }
      changes = { [name]: change }
      const path = route.path
      void nextTick(() => {
        const all = changes ?? {}
        changes = null
        if (route.path !== path) {
          return
        }
        const query: LocationQueryRaw = { ...route.query }
        for (const [word, text] of Object.entries(all)) {
          if (text === undefined) {
            delete query[word]
          } else {
            query[word] = text
          }
        }
        void router.replace({ query, hash: route.hash })
      })
    },
  })
}
