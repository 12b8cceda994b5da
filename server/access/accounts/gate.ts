import { accountRefusal, type AccountAct, type AccountStand } from '#shared/access/accounts.ts'
import { maskName, maskPhone } from '#shared/access/masks.ts'
import type { Role, Scope } from '#shared/kernel/roles.ts'
import { AppError } from '#shared/kernel/errors.ts'
import type { AccountRecord } from './accountRows.ts'
import type { Change, By, AccountService, AccountDeps } from './accountTypes.ts'

/** A unit's own user sees one unit; everyone else a region. */
export const refuseMisfit = async ({ scopeExists }: AccountDeps, role: Role, scope: Scope): Promise<void> => {
  if (role === 'wall') throw new AppError('bad-request', '大屏只能配对产生 / a wall is made by pairing only')
  if ((role === 'unit-user') !== (scope.kind === 'unit'))
    throw new AppError(
      'bad-request',
      '使用单位用户须绑定一个单位,其他角色须绑定区划 / a unit user is bound to one unit, every other role to a region',
    )
  if (!(await scopeExists(scope)))
    throw new AppError('bad-request', '区划或单位不存在 / no such region or unit', { details: { scope } })
}

/** A unit's account has a named person in charge, who can be reached. */
export const refuseUnnamed = (role: Role, responsible: string, phone: string | undefined): void => {
  if (role === 'unit-user' && (responsible.trim() === '' || !phone?.trim()))
    throw new AppError(
      'bad-request',
      '使用单位账号须写明负责人和电话 / a unit’s account needs a responsible person and a telephone',
    )
}

/** People's names and numbers stand masked in the log. */
export const loggedChange = ({ responsible, responsiblePhone, ...rest }: Change): string =>
  JSON.stringify({
    ...rest,
    ...(responsible === undefined ? {} : { responsible: maskName(responsible) }),
    ...(responsiblePhone === undefined ? {} : { responsiblePhone: maskPhone(responsiblePhone) }),
  })

const REFUSALS = {
  'own-account': '不能管理自己的账号 / nobody manages the own account',
  kind: '没有管理此类账号的权限 / this role does not manage such accounts',
  'out-of-scope': '不在管理范围 / outside the scope that you manage',
} as const

const noSuch = (): AppError => new AppError('not-found', '没有这个账号 / no such account')

export const makeGate = (deps: AccountDeps) => {
  const log = (
    event: string,
    by: By,
    target: string,
    detail: string | null = null,
    outcome: 'ok' | 'refused' = 'ok',
  ): Promise<void> =>
    deps.audit.record({
      event,
      account: by.viewer.account,
      role: by.server ? 'server' : by.viewer.role,
      address: by.address,
      outcome,
      target,
      detail,
    })
  const isHidden = ({ viewer }: By, target: AccountStand): boolean => {
    const refusal = accountRefusal({ actor: viewer, act: 'see', target }, deps.contains)
    return refusal === 'kind' || refusal === 'out-of-scope'
  }
  /** Throws unless the rule allows it; a refusal is logged. An account that one may not see is answered like one that is not there. */
  const mustAllow = async (
    by: By,
    act: AccountAct,
    target: AccountStand,
    next?: Pick<AccountStand, 'role' | 'scope'>,
  ): Promise<void> => {
    if (by.server) return
    const refusal = accountRefusal(
      { actor: by.viewer, act, target, ...(next ? { next } : {}) },
      deps.contains,
    )
    if (!refusal) return
    await log('account.refused', by, target.name, `${act}: ${refusal}`, 'refused')
    if (act !== 'make' && isHidden(by, target)) throw noSuch()
    throw new AppError(refusal === 'out-of-scope' ? 'out-of-scope' : 'forbidden', REFUSALS[refusal], {
      details: { refusal },
    })
  }
  const must = async (id: string): Promise<AccountRecord> => {
    const record = await deps.accounts.byId(id)
    if (!record) throw noSuch()
    return record
  }
  const mustReach: AccountService['mustReach'] = async (id, act, by) => {
    const record = await must(id)
    await mustAllow(by, act, record)
    return record
  }
  return { log, mustAllow, must, mustReach }
}

export type Gate = ReturnType<typeof makeGate>
