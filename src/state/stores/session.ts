import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { may as roleMay, type Permission } from '#shared/kernel/roles.ts'
import type { Session, SessionEnd } from '#shared/protocol/http.ts'
import { useApi, useClock, useQueries } from './remote/services.ts'

/** What this screen knows of its session; the one writer of it. */
const makeHeld = () => {
  const session = shallowRef<Session | null>(null)
  /** Asked the server at least once. */
  const known = shallowRef(false)
  /** When the session ends unless the person acts, server time. */
  const endsAt = shallowRef<number | null>(null)
  /** Why the last session ended; shown on the sign-in page. */
  const endedBy = shallowRef<SessionEnd | null>(null)
  /** Whose session it is, or was last: stands in the key of whatever is read. */
  const holder = ref('')

  const accept = (answer: Session, sentAt: number): Session => {
    useClock().sync(answer.now, performance.now() - sentAt)
    session.value = answer
    holder.value = `${answer.account} ${answer.role} ${JSON.stringify(answer.scope)}`
    endsAt.value = answer.endsAt
    known.value = true
    endedBy.value = null
    return answer
  }
  /** What was read for whoever sat here is dropped. */
  const leave = (): null => {
    session.value = null
    useQueries().clear()
    return null
  }
  const nobody = (): null => {
    known.value = true
    return leave()
  }
  const end = (reason: SessionEnd | null): void => {
    endedBy.value = reason
    leave()
  }
  return { session, known, endsAt, endedBy, holder, accept, nobody, end }
}

/** Who looks at this screen. */
export const useSessionStore = defineStore('session', () => {
  const { accept, nobody, ...held } = makeHeld()
  const begin = async (ask: () => Promise<Session | null>): Promise<Session | null> => {
    const sentAt = performance.now()
    const answer = await ask()
    return answer ? accept(answer, sentAt) : nobody()
  }
  /** The session of the cookie; null when there is none. */
  const restore = (): Promise<Session | null> => begin(() => useApi().session())
  const signIn = async (name: string, password: string): Promise<Session> =>
    (await begin(() => useApi().signIn(name, password))) as Session
  const pair = async (code: string): Promise<Session> => (await begin(() => useApi().pair(code))) as Session
  const changePassword = async (current: string, next: string): Promise<void> => {
    await useApi().changePassword(current, next)
    await restore()
  }
  /** The person acted: the idle time begins anew. */
  const acted = async (): Promise<void> => {
    held.endsAt.value = (await useApi().acted()).endsAt
  }
  const signOut = async (): Promise<void> => {
    await useApi().signOut()
    held.end(null)
  }
  const role = computed(() => held.session.value?.role ?? null)
  const isWall = computed(() => role.value === 'wall')
  /** What the server would allow; the screen only hides what would be refused. */
  const may = (permission: Permission): boolean => role.value !== null && roleMay(role.value, permission)
  return { ...held, role, isWall, may, restore, signIn, pair, changePassword, acted, signOut }
})

/** Calls when a session ends, in the same turn: what a store holds of it is for nobody who sits down next. */
export const onSessionEnd = (drop: () => void): void => {
  const store = useSessionStore()
  watch(
    () => store.session,
    (session) => {
      if (session === null) drop()
    },
    { flush: 'sync' },
  )
}
