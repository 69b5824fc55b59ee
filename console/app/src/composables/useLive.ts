import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Sample } from '@/model/measures'

/** The samples that `/live` sends every two seconds; the latest `keep` of them. Ends with the page. */
export function useLive(keep: number) {
  const samples = shallowRef<Sample[]>([])
  const state = ref<'connecting' | 'live' | 'lost'>('connecting')
  let source: EventSource | null = null
  let again: ReturnType<typeof setTimeout> | undefined

  function open(): void {
    source = new EventSource('/live')
    source.addEventListener('sample', (event) => {
      let sample: Sample
      try {
        sample = JSON.parse((event as MessageEvent<string>).data) as Sample
      } catch {
        return
      }
      state.value = 'live'
      samples.value = [...samples.value.slice(1 - keep), sample]
    })
    source.addEventListener('error', () => {
      state.value = 'lost'
      // The browser tries again by itself after a broken connection, but not after an answer that is no stream.
      if (source?.readyState === EventSource.CLOSED) {
        source = null
        again = setTimeout(open, 5000)
      }
    })
  }

  open()
  onScopeDispose(() => {
    clearTimeout(again)
    source?.close()
  })
  return { samples, state }
}
