import { mount, type VueWrapper } from '@vue/test-utils'
import App from '../../../src/app/App.vue'
import { makeRouter } from '../../../src/app/router.ts'
import { i18n } from '../../../src/i18n/index.ts'
import { settled, type Stage } from './stage.ts'

/** The whole screen at an address, as main.ts makes it; its address bar is the page's. */
export const mountApp = async (path: string, { pinia }: Stage): Promise<VueWrapper> => {
  history.replaceState(null, '', path)
  const router = makeRouter()
  const wrapper = mount(App, { attachTo: document.body, global: { plugins: [pinia, i18n, router] } })
  await router.isReady()
  await settled()
  return wrapper
}
