import { onScopeDispose } from 'vue'

/** Calls again and again while the page is open and seen. */
export function usePoll(work: () => Promise<unknown>, millis: number): void {
  let busy = false
  const timer = setInterval(async () => {
    if (document.hidden || busy) {
      return
    }
    busy = true
    try {
      await work()
    } finally {
      busy = false
    }
  }, millis)
  onScopeDispose(() => clearInterval(timer))
}
