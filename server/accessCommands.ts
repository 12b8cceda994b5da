import { userInfo } from 'node:os'
import { ADMINISTRATORS, isAdministrator } from '#shared/access/accounts.ts'
import { parseArgs } from 'node:util'
import type { Access } from './access/module.ts'
import type { Config } from './config.ts'
import { ACCOUNT_NAME } from '#shared/protocol/http.ts'
import type { AccountRecord } from './access/accounts/accountRows.ts'
import type { By } from './access/accounts/accountTypes.ts'

/** Whoever has a shell on the server stands above the three administrators; the log says `server`. */
const BY: By = {
  viewer: { account: 'cli', role: 'operator', scope: { kind: 'region', region: '' } },
  address: 'local',
  server: true,
}

export type Print = (line: string) => void
type Command = (access: Access, args: readonly string[], config: Config, print: Print) => Promise<boolean>

const listAccounts: Command = async (access, [q = ''], _, print) => {
  const { accounts, total } = await access.accounts.list(
    { q, role: null, handedOver: null, offset: 0, limit: 500 },
    BY,
  )
  for (const { name, role, state, scope, displayName } of accounts)
    print(
      [
        name.padEnd(24),
        role.padEnd(11),
        state.padEnd(9),
        (scope.kind === 'unit' ? scope.unit : scope.region).padEnd(14),
        displayName,
      ].join(' '),
    )
  print(`${accounts.length} / ${total}`)
  return true
}

const changeOne = async (
  access: Access,
  what: string | undefined,
  record: AccountRecord,
  print: Print,
): Promise<boolean> => {
  if (what === 'reset') print((await access.accounts.reset(record.id, BY)).oneTimePassword)
  else if (what === 'unlock') print((await access.accounts.unlock(record.id, BY)).state)
  else if (what === 'disable')
    print((await access.accounts.patch(record.id, { state: 'disabled' }, BY)).state)
  else if (what === 'enable') print((await access.accounts.patch(record.id, { state: 'active' }, BY)).state)
  else throw new Error(`reset, unlock, disable, enable: ${what ?? ''}`)
  return true
}

const named = async (access: Access, name: string | undefined): Promise<AccountRecord> => {
  const record = name ? await access.accountStore.byName(name) : null
  if (!record) throw new Error(`没有账号 ${name ?? ''} / no such account`)
  return record
}

const changeAccount: Command = async (access, [what, name], _, print) => {
  const record = await named(access, name)
  if (isAdministrator(record.role))
    throw new Error(`${record.name} 是管理员账号,请用 cli admin / an administrator: use cli admin`)
  return changeOne(access, what, record, print)
}

const createAdmin = async (
  access: Access,
  [role, name = '', displayName, region]: readonly string[],
  config: Config,
  print: Print,
): Promise<boolean> => {
  const known = ADMINISTRATORS.find((each) => each === role)
  if (!known) throw new Error(`${ADMINISTRATORS.join(', ')}: ${role ?? ''}`)
  if (!ACCOUNT_NAME.test(name))
    throw new Error(
      `账号名只能用字母、数字、点、横线、下划线 / letters, digits, dot, dash and underscore: ${name}`,
    )
  const account = {
    name,
    displayName: displayName ?? name,
    role: known,
    responsible: displayName ?? name,
    scope: { kind: 'region' as const, region: region ?? config.region },
  }
  print((await access.accounts.create(account, BY)).oneTimePassword)
  return true
}

/** Administrators of the top region are made and reset here alone. */
const changeAdmin: Command = async (access, [what, ...rest], config, print) => {
  if (what === 'create') return createAdmin(access, rest, config, print)
  if (what === 'list') {
    for (const role of ADMINISTRATORS) {
      const { accounts } = await access.accounts.list(
        { q: '', role, handedOver: null, offset: 0, limit: 500 },
        BY,
      )
      for (const { name, state, scopeName, displayName } of accounts)
        print([name.padEnd(24), role.padEnd(11), state.padEnd(9), scopeName, displayName].join(' '))
    }
    return true
  }
  const record = await named(access, rest[0])
  if (!isAdministrator(record.role))
    throw new Error(`${record.name} 不是管理员账号,请用 cli account / not an administrator: use cli account`)
  return changeOne(access, what, record, print)
}

const pairWall: Command = async (access, [label = '大屏 wall', region], config, print) => {
  const { code } = await access.pairing.issue({ account: 'cli', role: 'server', address: 'local' }, label, {
    kind: 'region',
    region: region ?? config.region,
  })
  print(`http://${config.host}:${config.port}/pair#${code}`)
  return true
}

const verifyAudit = async (access: Access, print: Print): Promise<boolean> => {
  const check = await access.audit.verify()
  for (const { row, at, reason, known } of check.breaks) {
    const when = at === null ? '-' : new Date(at).toISOString()
    print(
      [
        row,
        when,
        reason,
        known
          ? `已知 known: ${known.account}, ${new Date(known.at).toISOString()}, ${known.reason}`
          : '未知 unknown',
      ].join('\t'),
    )
  }
  if (check.unsigned > 0)
    print(
      `第 1 至 ${check.unsigned} 行由已不存在的密钥签名 / rows 1 to ${check.unsigned} were signed with a key that is no more`,
    )
  const { count, lastAt, lastRow } = check.anchors
  print(
    `锚点 / anchors: ${count}${lastAt === null ? '' : `, ${new Date(lastAt).toISOString()}, row ${lastRow}`}`,
  )
  print(
    check.ok
      ? `日志完整 / the log is whole: ${check.rows}`
      : `日志被改动 / the log was tampered with: ${check.reason} (${check.broken})`,
  )
  return check.ok
}

const acceptBreak = async (access: Access, args: readonly string[], print: Print): Promise<boolean> => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { reason: { type: 'string' } },
    allowPositionals: true,
  })
  const [row = ''] = positionals
  const by = { account: `cli:${userInfo().username}`, role: 'operator', address: 'local' }
  if (row === 'anchors') await access.audit.acceptAnchors(values.reason ?? '', by)
  else if (/^[1-9]\d{0,14}$/.test(row)) await access.audit.acceptBreak(Number(row), values.reason ?? '', by)
  else throw new Error(`accept-break N|anchors --reason WHY: ${row}`)
  return verifyAudit(access, print)
}

const readAudit: Command = async (access, [what = '20', ...rest], _, print) => {
  if (what === 'verify') return verifyAudit(access, print)
  if (what === 'accept-break') return acceptBreak(access, rest, print)
  const limit = Math.min(Math.max(Number(what) || 20, 1), 10_000)
  const { rows } = await access.audit.list({
    account: null,
    event: null,
    outcome: null,
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
    before: null,
    limit,
    regions: null,
    unit: null,
  })
  for (const row of rows)
    print(
      [
        row.id,
        new Date(row.at).toISOString(),
        row.account,
        row.role,
        row.event,
        row.times > 1 ? `${row.outcome} ×${row.times}` : row.outcome,
        row.target ?? '-',
        row.address,
        row.detail ?? '',
      ].join('\t'),
    )
  return true
}

export const COMMANDS: Record<string, Command> = {
  accounts: listAccounts,
  account: changeAccount,
  admin: changeAdmin,
  pair: pairWall,
  audit: readAudit,
}
