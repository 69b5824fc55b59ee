import { computed, ref, watch, type Ref } from 'vue'

/** Of a list that is all here, as many rows as a page can hold at once; `more` shows further ones. */
export function useCapped<T>(all: Ref<T[]>, step = 200) {
  const most = ref(step)
  watch(all, () => {
    most.value = step
  })
  const shown = computed(() => all.value.slice(0, most.value))
  const left = computed(() => Math.max(0, all.value.length - most.value))
  function more(): void {
    most.value += step
  }
  return { shown, left, more }
}
