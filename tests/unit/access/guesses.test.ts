import { describe, expect, it } from 'vitest'
import { hashToken, makeSessions, type SessionDeps } from '../../../server/access/sessions/sessions.ts'
import {
  delayAfter,
  judgeAttempt,
  SIGN_IN_RULES,
  type Guesses,
} from '../../../server/access/sessions/signInRules.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { Scope } from '#shared/kernel/roles.ts'

const region = (code: string): Scope => ({ kind: 'region', region: code })

describe('guesses at a password', () => {
  const NONE: Guesses = { atAddress: null, ofName: null, known: false }
  const MINUTE = 60_000

  it('cost a wait by name that doubles up to a minute', () => {
    expect([1, 5, 6, 7, 8, 9, 10, 11, 12, 500].map(delayAfter)).toEqual([
      0, 0, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000,
    ])
  })

  it('lock a name at one address with the fifth, and anew from nothing once the quarter of an hour is over', () => {
    let guesses = NONE
    for (let failure = 1; failure <= 5; failure++) {
      const verdict = judgeAttempt(guesses, failure)
      if (verdict.kind !== 'try') throw new Error(`guess ${failure} was refused`)
      guesses = { atAddress: verdict.here, ofName: verdict.name, known: false }
    }
    expect(judgeAttempt(guesses, 6)).toEqual({ kind: 'locked', until: 5 + SIGN_IN_RULES.lockMs })
    expect(judgeAttempt({ ...guesses, atAddress: null }, 6)).toMatchObject({ kind: 'try' })
    expect(judgeAttempt(guesses, 6 + SIGN_IN_RULES.lockMs)).toMatchObject({
      kind: 'try',
      here: { failures: 1, lockedUntil: null },
    })
  })

  it('of others slow nobody at an address where the account has signed in before', () => {
    const ofName = { failures: 40, lastAt: 1000, nextAt: 61_000 }
    expect(judgeAttempt({ ...NONE, ofName }, 2000)).toEqual({ kind: 'wait', until: 61_000 })
    expect(judgeAttempt({ ...NONE, ofName, known: true }, 2000)).toMatchObject({ kind: 'try' })
    expect(judgeAttempt({ ...NONE, ofName }, 61_000)).toMatchObject({
      kind: 'try',
      name: { failures: 41, nextAt: 61_000 + MINUTE },
    })
    expect(judgeAttempt({ ...NONE, ofName }, 61 * MINUTE + 2000)).toMatchObject({
      kind: 'try',
      name: { failures: 1 },
    })
  })
})

describe('a session that another process ended', () => {
  it('is told of within the next sweep, once, so that its socket does not stay', async () => {
    const one = {
      accountId: 'a',
      account: 'wall-1',
      displayName: '大屏',
      role: 'wall',
      scope: region('450000'),
      accountState: 'active',
      mustChange: false,
      passwordAt: null,
      createdAt: 1,
      seenAt: 1,
      actedAt: 1,
      address: '',
      agent: '',
    }
    const rows = new Map(
      ['kept', 'cut'].map((token) => [hashToken(token), { ...one, id: `session-${token}` }]),
    )
    const store = {
      byToken: async (hash: string) => rows.get(hash) ?? null,
      removeStale: async () => [],
      standing: async (ids: readonly string[]) =>
        new Set([...rows.values()].map(({ id }) => id).filter((id) => ids.includes(id))),
    }
    const sessions = makeSessions({ sessions: store, clock: () => 2 } as unknown as SessionDeps)
    const told: string[] = []
    sessions.onEnded((id, reason) => told.push(`${id} ${reason}`))
    for (const token of ['kept', 'cut', 'forged']) await sessions.resolve(token)
    await sessions.sweep()
    expect(told).toEqual([])
    rows.delete(hashToken('cut'))
    await sessions.sweep()
    await sessions.sweep()
    expect(told).toEqual(['session-cut ended'])
    expect(sessions.endOf('cut')).toBe('ended')
  })
})

describe('people behind one address', () => {
  it('who sign in at the same moment wait for one another; only failures are refused', async () => {
    const { guarded } = makeSessions({ clock: () => 1000, failuresPerMinute: 2 } as unknown as SessionDeps)
    const attempt = (ok: boolean) =>
      guarded(
        '10.0.0.1',
        () =>
          new Promise<string>((done, failed) =>
            setTimeout(() => (ok ? done('in') : failed(new AppError('unauthenticated', 'wrong'))), 20),
          ),
      )
    expect(await Promise.all(Array.from({ length: 6 }, () => attempt(true)))).toEqual(Array(6).fill('in'))
    const answers = await Promise.allSettled(Array.from({ length: 4 }, () => attempt(false)))
    expect(answers.map((answer) => (answer as PromiseRejectedResult).reason.code).toSorted()).toEqual([
      'too-many-requests',
      'too-many-requests',
      'unauthenticated',
      'unauthenticated',
    ])
  })
})
