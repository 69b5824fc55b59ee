import { onScopeDispose, ref, shallowRef } from 'vue'
import { ApiError, asApiError, request } from '@/api'

/** An answer in lines of JSON that comes as things happen. Keeps the latest `keep` lines; ends with the page. */
export function useLines<T>(keep: number) {
  const lines = shallowRef<T[]>([])
  const running = ref(false)
  const error = shallowRef<ApiError | null>(null)
  /** How many came, also those that are not kept. */
  const count = ref(0)
  let stopper: AbortController | null = null

  async function start(path: string, body: unknown): Promise<void> {
    stop()
    const mine = new AbortController()
    stopper = mine
    lines.value = []
    count.value = 0
    error.value = null
    running.value = true
    try {
      const response = await request('POST', path, { body, signal: mine.signal })
      await read(response, mine)
    } catch (thrown) {
      if (!mine.signal.aborted) {
        error.value = asApiError(thrown)
      }
    } finally {
      if (stopper === mine) {
        running.value = false
      }
    }
  }

  async function read(response: Response, mine: AbortController): Promise<void> {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    for (;;) {
      const part = await reader?.read()
      if (part === undefined || part.done || mine.signal.aborted) {
        return
      }
      const texts = (rest + part.value).split('\n')
      rest = texts.pop() ?? ''
      const fresh = texts.filter((text) => text.trim() !== '').map((text) => JSON.parse(text) as T)
      count.value += fresh.length
      lines.value = [...lines.value, ...fresh].slice(-keep)
    }
  }

  function stop(): void {
    stopper?.abort()
    stopper = null
    running.value = false
  }

  onScopeDispose(stop)
  return { lines, running, error, count, start, stop }
}
