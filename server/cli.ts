/** `npm run -s cli -- help`: the operator's command line, straight on the database. */
import { once } from 'node:events'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { userInfo } from 'node:os'
import { createInterface } from 'node:readline'
import { ADMINISTRATORS, isAdministrator } from '#shared/access/accounts.ts'
import { parseArgs } from 'node:util'
import { makeAccess, type Access } from './access/module.ts'
import { openAuditKey } from './access/audit/chain/key.ts'
import { makeClock } from './common/clock/clock.ts'
import { DECODERS } from './codecs/index.ts'
import { decodeLine } from './codecs/lines.ts'
import { readConfig, type Config } from './config.ts'
import { AUDIT_SEAL_SQL } from './db/auditSeal.ts'
import { openDatabase } from './db/open.ts'
import { currentFolder } from './launch/house/clockFolder.ts'
import { ACCOUNT_NAME } from '#shared/protocol/http.ts'
import { APP_LOGIN, DATABASE } from './db/privateLogins.ts'
import { newestKept } from './common/clock/newestKeptRows.ts'
import { makeRegionsRepository } from './common/regions/regionRows.ts'
import { makeRegionTree } from './common/regions/regionTree.ts'
import type { AccountRecord } from './access/accounts/accountRows.ts'
import type { By } from './access/accounts/accounts.ts'

const HELP = `观澜 Guanlan — 命令行 / command line
  npm run -s cli -- help
  npm run -s cli -- accounts [文字 text]        账号列表 / list accounts
  npm run -s cli -- admin list                  三员账号 / the three administrators
  npm run -s cli -- admin create ROLE NAME [显示名 display] [区划 region]
                                                建立三员账号 / make one; ROLE: ${ADMINISTRATORS.join(', ')}
  npm run -s cli -- admin reset|unlock|disable|enable NAME
  npm run -s cli -- account reset NAME          下发一次性密码 / issue a one-time password
  npm run -s cli -- account unlock NAME         解除锁定 / lift a lock
  npm run -s cli -- account disable NAME        停用并结束会话 / disable, end sessions; open screens follow within half a minute
  npm run -s cli -- account enable NAME         启用 / enable
  npm run -s cli -- pair [标签 label] [区划 region]  大屏配对码,10 分钟一次有效 / a pairing code for a wall
  npm run -s cli -- audit [N]                   最近 N 条日志 / the newest N log rows
  npm run -s cli -- audit verify                校验日志链与锚点 / verify the log's chain and its anchors
  npm run -s cli -- audit accept-break N --reason WHY  记下第 N 行的已知断点,不掩盖 / take note of a break at row N, hiding nothing
  npm run -s cli -- audit accept-break anchors --reason WHY  锚点文件丢失后另起一份 / begin a new file of anchors after a loss
  npm run -s cli -- audit seal-sql LOGIN        自有数据库的保护脚本,由超级用户执行 / SQL for a site's own database, for its superuser
  npm run -s cli -- decode PROTOCOL FILE        逐行解析十六进制报文,不需要数据库 / read a file of hex frames, one a line; needs no database
                                                PROTOCOL: ${Object.keys(DECODERS).join(', ')}
环境变量 / environment: DATABASE_URL (默认私有库 / default: the private one), GUANLAN_DATA_DIR, PORT
`
/** Whoever has a shell on the server stands above the three administrators; the log says `server`. */
const BY: By = {
  viewer: { account: 'cli', role: 'operator', scope: { kind: 'region', region: '' } },
  address: 'local',
  server: true,
}

type Print = (line: string) => void
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

const COMMANDS: Record<string, Command> = {
  accounts: listAccounts,
  account: changeAccount,
  admin: changeAdmin,
  pair: pairWall,
  audit: readAudit,
}

/** One JSON object a frame, in order; a bad frame gives `{line, error: {code, reason, at}}` and changes no exit status. Nothing else goes to the standard output. */
const decodeFile = async ([protocol = '', file]: readonly string[], print: Print): Promise<number> => {
  const decode = Object.hasOwn(DECODERS, protocol) ? DECODERS[protocol] : undefined
  if (!decode || !file)
    throw new Error(`decode ${Object.keys(DECODERS).join('|')} FILE: ${protocol} ${file ?? ''}`)
  let line = 0
  for await (const row of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    const result = decodeLine(row, ++line, decode)
    if (result) print(JSON.stringify(result))
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  }
  return 0
}

/** For a site's own PostgreSQL; needs no database itself. */
const printSeal = (login: string | undefined, print: Print): number => {
  if (!login || !/^[A-Za-z_][\w$-]{0,62}$/.test(login))
    throw new Error(`audit seal-sql LOGIN: 应用的登录名 / the application's login, ${login ?? ''}`)
  print(`${AUDIT_SEAL_SQL}grant execute on function public.guanlan_seal_audit() to "${login}";`)
  return 0
}

/** The private server's address, from what it left in the data folder. */
const privateUrl = (dataDir: string): string | undefined => {
  const [port, password] = ['pg-port', 'pg-password'].map((name) => join(dataDir, name))
  if (!existsSync(port!) || !existsSync(password!)) return undefined
  return `postgres://${APP_LOGIN}:${readFileSync(password!, 'utf8').trim()}@127.0.0.1:${readFileSync(port!, 'utf8').trim()}/${DATABASE}`
}

const main = async ([name = 'help', ...args]: string[], print: Print): Promise<number> => {
  if (name === 'decode') return decodeFile(args, print)
  if (name === 'audit' && args[0] === 'seal-sql') return printSeal(args[1], print)
  const command = COMMANDS[name]
  if (!command) {
    print(HELP)
    return name === 'help' ? 0 : 1
  }
  const dataDir = currentFolder(
    process.env['GUANLAN_DATA_DIR'] || join(import.meta.dirname, '..', 'data', 'var'),
  )
  const databaseUrl = process.env['DATABASE_URL'] || privateUrl(dataDir)
  if (!databaseUrl)
    throw new Error(`${dataDir} 里没有数据库,请先 npm start / no database in ${dataDir}: run npm start first`)
  const config = readConfig({
    ...process.env,
    GUANLAN_SOURCES: '',
    GUANLAN_DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
  })
  const database = openDatabase(config.databaseUrl, () => {}, 2)
  try {
    const tree = makeRegionTree({ regions: makeRegionsRepository(database.db).all })
    await tree.load()
    const access = makeAccess({
      db: database.db,
      clock: makeClock(config.clockOffsetMs),
      auditKey: await openAuditKey({
        dataDir: config.dataDir,
        isNewAllowed: false,
        newestRow: () => newestKept(database.db),
      }),
      dataDir: config.dataDir,
      region: config.region,
      tree,
      signInsPerMinute: config.signInsPerMinute,
    })
    return (await command(access, args, config, print)) ? 0 : 1
  } finally {
    await database.close()
  }
}

/** Whoever reads our output may stop reading: `| head`. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

try {
  process.exitCode = await main(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`))
} catch (error) {
  const { code, message } = error as { code?: string; message: string }
  process.stderr.write(
    `${code === 'ECONNREFUSED' ? '数据库没有运行,请先 npm start / the database is not running: npm start first' : message}\n`,
  )
  process.exitCode = 1
}
