import type { Jt809Message } from '../../codecs/jt809/index.ts'
import type { Jt809Config } from '../gateway/config.ts'

/** 0x1002: 成功, IP 地址不正确, 接入码不正确, 用户没有注册, 密码错误. */
export const LOGIN = { ok: 0, address: 1, platform: 2, user: 3, password: 4 } as const

export type Login = Extract<Jt809Message, { kind: 'login' }>
/** Who a login names, or why it is refused. */
export const judgeLogin = (
  { user, platform, password }: Login,
  users: Jt809Config['users'],
): { readonly known: Jt809Config['users'][number] | null; readonly result: number } => {
  const named = users.filter((each) => each.user === user)
  const known = named.find((each) => each.platform === platform)
  if (!known) return { known: null, result: named.length > 0 ? LOGIN.platform : LOGIN.user }
  return known.password === password ? { known, result: LOGIN.ok } : { known: null, result: LOGIN.password }
}
