import { ref } from 'vue'
import { visibleLines } from '@/hostile'
import { done, explained, failed } from '@/notice'

/**
 * A change whose answer is wanted, or one of a form: a form shows what the service refuses beside its fields
 * (`problem`) instead of in a message that goes away. Answers undefined when it was not done.
 */
export function useWrite(inForm = false) {
  const running = ref(false)
  const problem = ref('')

  async function write<T>(change: () => Promise<T>, said?: string | ((answer: T) => string)): Promise<T | undefined> {
    if (running.value) {
      return undefined
    }
    running.value = true
    problem.value = ''
    try {
      const answer = await change()
      if (said !== undefined) {
        done(typeof said === 'function' ? said(answer) : said)
      }
      return answer
    } catch (thrown) {
      problem.value = visibleLines(explained(thrown))
      if (!inForm) {
        failed(thrown)
      }
      return undefined
    } finally {
      running.value = false
    }
  }

  return { running, problem, write }
}
