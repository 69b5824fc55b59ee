import { onBeforeUnmount, onMounted } from 'vue'

/** `/` leads to the search field of a page, unless somebody is typing. */
export function useSearchKey(focus: () => void): void {
  function pressed(event: KeyboardEvent): void {
    const target = event.target as HTMLElement | null
    const typing = target !== null && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault()
      focus()
    }
  }
  onMounted(() => document.addEventListener('keydown', pressed))
  onBeforeUnmount(() => document.removeEventListener('keydown', pressed))
}
