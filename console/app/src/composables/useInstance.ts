import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { segment } from '@/api'

/** The instance that the address names, and paths of the service below it. */
export function useInstance() {
  const route = useRoute()
  const instance = computed(() => String(route.params.instance ?? ''))

  /** `parts` are names as they are: each becomes one percent-encoded part of the path. */
  function at(...parts: string[]): string {
    return ['', 'instances', instance.value, ...parts].map(segment).join('/')
  }

  return { instance, at }
}
