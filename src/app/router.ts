import { shallowRef, type ShallowRef } from 'vue'
import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteLocationRaw,
  type Router,
} from 'vue-router'
import { MissingPart } from './chunks/asking.ts'
import { useLedgerStore, useSessionStore } from '../state/stores/index.ts'
import { homeOf } from './shell/workplaces.ts'

const ROUTES = [
  { path: '/', redirect: '/view' },
  {
    path: '/signin',
    name: 'signin',
    component: () => import('./pages/session/SignInPage.vue'),
    meta: { open: true },
  },
  {
    path: '/pair',
    name: 'pair',
    component: () => import('./pages/session/PairPage.vue'),
    meta: { open: true },
  },
  { path: '/password', name: 'password', component: () => import('./pages/session/PasswordPage.vue') },
  { path: '/sessions', name: 'sessions', component: () => import('./pages/session/SessionsPage.vue') },
  { path: '/view/:place?', name: 'view', component: () => import('./ViewPage.vue') },
  { path: '/mosaic', name: 'mosaic', component: () => import('./mosaic/MosaicPage.vue') },
  { path: '/work/:workplace/:page?', name: 'work', component: () => import('./pages/WorkplacePage.vue') },
  { path: '/:rest(.*)*', redirect: '/view' },
]

/**
 * Where one is sent instead: to sign in, to a first password, or to what the role may see. The regions are asked for while the
 * view's code comes.
 */
const guard = async (to: RouteLocationNormalized): Promise<RouteLocationRaw | true> => {
  const store = useSessionStore()
  if (to.meta.open) return true
  const session = store.session ?? (store.known ? null : await store.restore().catch(() => null))
  if (!session) return { name: 'signin', query: to.fullPath === '/view' ? {} : { to: to.fullPath } }
  if (session.mustChangePassword && to.name !== 'password') return { name: 'password' }
  if (to.name !== 'view' && to.name !== 'mosaic') return true
  if (!store.may('view.places')) return homeOf(session.role)
  useLedgerStore().wantRegions()
  return true
}

const missing = shallowRef<RouteLocationNormalized | null>(null)
/** The page that was gone to last, where its code did not come. */
export const missingPage: Readonly<ShallowRef<RouteLocationNormalized | null>> = missing

export const makeRouter = (): Router => {
  const router = createRouter({ history: createWebHistory(), routes: ROUTES })
  router.beforeEach(guard)
  router.afterEach((_, __, failure) => {
    if (!failure) missing.value = null
  })
  router.onError((error, to) => {
    if (error instanceof MissingPart) missing.value = to
  })
  return router
}
