import { computed, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { may as roleMay, type Permission } from '#shared/kernel/roles.ts'
import type { Session, SessionEnd } from '#shared/protocol/http.ts'
import { useApi, useClock } from './remote/services.ts'

/** Who looks at this screen. */
export const useSessionStore = defineStore('session', () => {
  const session = shallowRef<Session | null>(null)
  /** Asked the server at least once. */
  const known = shallowRef(false)
  /** When the session ends unless the person acts, server time. */
  const endsAt = shallowRef<number | null>(null)
  /** Why the last session ended; shown on the sign-in page. */
  const endedBy = shallowRef<SessionEnd | null>(null)

  const accept = (answer: Session, sentAt: number): Session => {
    useClock().sync(answer.now, performance.now() - sentAt)
    session.value = answer
    endsAt.value = answer.endsAt
    known.value = true
    endedBy.value = null
    return answer
  }

  /** The session of the cookie; null when there is none. */
  const restore = async (): Promise<Session | null> => {
    const sentAt = performance.now()
    const answer = await useApi().session()
    if (answer) return accept(answer, sentAt)
    session.value = null
    known.value = true
    return null
  }
  const signIn = async (name: string, password: string): Promise<Session> => {
    const sentAt = performance.now()
    return accept(await useApi().signIn(name, password), sentAt)
  }
  const pair = async (code: string): Promise<Session> => {
    const sentAt = performance.now()
    return accept(await useApi().pair(code), sentAt)
  }
  const changePassword = async (current: string, next: string): Promise<void> => {
    await useApi().changePassword(current, next)
    await restore()
  }
  /** The person acted: the idle time begins anew. */
  const acted = async (): Promise<void> => {
    endsAt.value = (await useApi().acted()).endsAt
  }
  const end = (reason: SessionEnd | null): void => {
    session.value = null
    endedBy.value = reason
  }
  const signOut = async (): Promise<void> => {
    await useApi().signOut()
    end(null)
  }

  const role = computed(() => session.value?.role ?? null)
  const isWall = computed(() => role.value === 'wall')
  /** What the server would allow; the screen only hides what would be refused. */
  const may = (permission: Permission): boolean => role.value !== null && roleMay(role.value, permission)

  return {
    session,
    known,
    endsAt,
    endedBy,
    acted,
    role,
    isWall,
    may,
    restore,
    signIn,
    pair,
    changePassword,
    signOut,
    end,
  }
})
