import './app/noEval.ts'
import { createApp } from 'vue'
import { createPinia } from 'pinia'
import App from './app/App.vue'
import { makeRouter } from './app/router.ts'
import { makeApi } from './connectors/api.ts'
import { makeHttp } from './connectors/http.ts'
import { i18n } from './i18n/index.ts'
import { makeClock } from './state/clock.ts'
import { makeLiveTables } from './state/live/tables.ts'
import { installServices } from './state/stores/services.ts'
import './theme/tokens.css'

installServices({
  api: makeApi(makeHttp((input, init) => fetch(input, init))),
  clock: makeClock(() => performance.now()),
  tables: makeLiveTables(),
})
createApp(App).use(createPinia()).use(i18n).use(makeRouter()).mount('#app')
addEventListener('load', () => setTimeout(() => void import('./theme/fonts.ts'), 0), { once: true })
