import { createApp } from 'vue'
import App from '@/App.vue'
import { i18n, useLanguage, wantedLanguage } from '@/i18n'
import { router } from '@/router'
import '@/theme'
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import '@/styles/main.css'

async function start(): Promise<void> {
  await useLanguage(wantedLanguage())
  createApp(App).use(i18n).use(router).mount('#app')
}

void start()
