import { ref, watchEffect } from 'vue'

export type Theme = 'system' | 'light' | 'dark'

const key = 'hongyan.theme'
const system = window.matchMedia('(prefers-color-scheme: dark)')

function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(key)
    return kept === 'light' || kept === 'dark' ? kept : 'system'
  } catch {
    return 'system'
  }
}

export const theme = ref<Theme>(keptTheme())
/** Whether the page is dark now; charts are drawn anew when it changes. */
export const dark = ref(false)

const systemDark = ref(system.matches)
system.addEventListener('change', (event) => {
  systemDark.value = event.matches
})

export function chooseTheme(wanted: Theme): void {
  theme.value = wanted
  try {
    localStorage.setItem(key, wanted)
  } catch {
    // Then it holds until the page is left.
  }
}

watchEffect(() => {
  dark.value = theme.value === 'system' ? systemDark.value : theme.value === 'dark'
  document.documentElement.classList.toggle('dark', dark.value)
  document.documentElement.style.colorScheme = dark.value ? 'dark' : 'light'
})
