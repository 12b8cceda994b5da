import { createApp } from 'vue'
import { createPinia } from 'pinia'
import type { SessionEnd } from '#shared/protocol/http.ts'
import App from './app/App.vue'
import { langAsked } from './app/language.ts'
import { makeRouter } from './app/router.ts'
import { makeApi } from './connectors/api.ts'
import { makeCall } from './connectors/call.ts'
import { makeHttp } from './connectors/http.ts'
import { i18n, loadWords } from './i18n/index.ts'
import { makeClock } from './state/clock.ts'
import { makeLiveTables } from './state/live/tables.ts'
import { useSessionStore } from './state/stores/index.ts'
import { installServices } from './state/stores/remote/services.ts'
import './theme/tokens.css'
import './theme/tables.css'

const pinia = createPinia()
const router = makeRouter()
/** The server no longer knows this screen's session: whoever sat here is told why, and may sign in again. */
const onEnded = (reason: SessionEnd | null): void => {
  const store = useSessionStore(pinia)
  if (!store.session) return
  store.end(reason)
  const { fullPath, meta } = router.currentRoute.value
  if (!meta.open) void router.push({ name: 'signin', query: { to: fullPath } })
}

installServices({
  api: makeApi(makeCall(makeHttp((input, init) => fetch(input, init), onEnded))),
  clock: makeClock(() => performance.now()),
  tables: makeLiveTables(),
})
const app = createApp(App).use(pinia).use(i18n).use(router)
/** A screen that speaks English does so from its first line on; the router asks for its session and its page meanwhile. */
void loadWords(langAsked() ?? 'zh')
  .catch(() => undefined)
  .then(() => app.mount('#app'))
addEventListener('load', () => setTimeout(() => void import('./theme/fonts.ts').catch(() => undefined), 0), {
  once: true,
})
