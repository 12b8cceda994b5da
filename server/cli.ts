/** `npm run -s cli -- help`: the operator's command line, straight on the database. */
import { once } from 'node:events'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { auditKeyOf, makeAccess, type Access } from './access.ts'
import { makeClock } from './clock.ts'
import { DECODERS } from './codecs/index.ts'
import { decodeLine } from './codecs/lines.ts'
import { readConfig, type Config } from './config.ts'
import { openDatabase } from './db/open.ts'
import { makeRegionsRepository } from './repositories/regions.ts'
import { makeRegionTree } from './services/regionTree.ts'
import type { By } from './services/accounts.ts'

const HELP = `观澜 Guanlan — 命令行 / command line
  npm run -s cli -- help
  npm run -s cli -- accounts [文字 text]        账号列表 / list accounts
  npm run -s cli -- account reset NAME          下发一次性密码 / issue a one-time password
  npm run -s cli -- account unlock NAME         解除锁定 / lift a lock
  npm run -s cli -- account disable NAME        停用并结束会话 / disable, end sessions at the next request
  npm run -s cli -- account enable NAME         启用 / enable
  npm run -s cli -- pair [标签 label] [区划 region]  大屏配对码,10 分钟一次有效 / a pairing code for a wall
  npm run -s cli -- audit [N]                   最近 N 条日志 / the newest N log rows
  npm run -s cli -- audit verify                校验日志链 / verify the log's chain
  npm run -s cli -- decode PROTOCOL FILE        逐行解析十六进制报文,不需要数据库 / read a file of hex frames, one a line; needs no database
                                                PROTOCOL: ${Object.keys(DECODERS).join(', ')}
环境变量 / environment: DATABASE_URL (默认私有库 / default: the private one), GUANLAN_DATA_DIR, PORT
`
const BY: By = { viewer: { account: 'cli', role: 'operator', scope: { kind: 'region', region: '' } }, address: 'local' }

type Print = (line: string) => void
type Command = (access: Access, args: readonly string[], config: Config, print: Print) => Promise<boolean>

const listAccounts: Command = async (access, [q = ''], _, print) => {
  const { accounts, total } = await access.accounts.list({ q, role: null, offset: 0, limit: 500 })
  for (const { name, role, state, scope, displayName } of accounts) print([name.padEnd(24), role.padEnd(11), state.padEnd(9), (scope.kind === 'unit' ? scope.unit : scope.region).padEnd(14), displayName].join(' '))
  print(`${accounts.length} / ${total}`)
  return true
}

const changeAccount: Command = async (access, [what, name], _, print) => {
  const record = name ? await access.accountStore.byName(name) : null
  if (!record) throw new Error(`没有账号 ${name ?? ''} / no such account`)
  if (what === 'reset') print((await access.accounts.reset(record.id, BY)).oneTimePassword)
  else if (what === 'unlock') print((await access.accounts.unlock(record.id, BY)).state)
  else if (what === 'disable') print((await access.accounts.patch(record.id, { state: 'disabled' }, BY)).state)
  else if (what === 'enable') print((await access.accounts.patch(record.id, { state: 'active' }, BY)).state)
  else throw new Error(`reset, unlock, disable, enable: ${what ?? ''}`)
  return true
}

const pairWall: Command = async (access, [label = '大屏 wall', region], config, print) => {
  const { code } = await access.pairing.issue({ account: 'cli', role: 'operator', address: 'local' }, label, { kind: 'region', region: region ?? config.region })
  print(`http://${config.host}:${config.port}/pair#${code}`)
  return true
}

const readAudit: Command = async (access, [what = '20'], _, print) => {
  if (what === 'verify') {
    const check = await access.audit.verify()
    print(check.ok ? `日志完整 / the log is whole: ${check.rows}` : `日志被改动 / the log was tampered with: ${check.reason}`)
    return check.ok
  }
  const limit = Math.min(Math.max(Number(what) || 20, 1), 10_000)
  const { rows } = await access.audit.list({ account: null, event: null, outcome: null, from: 0, to: Number.MAX_SAFE_INTEGER, before: null, limit })
  for (const row of rows) print([row.id, new Date(row.at).toISOString(), row.account, row.role, row.event, row.outcome, row.target ?? '-', row.address, row.detail ?? ''].join('\t'))
  return true
}

const COMMANDS: Record<string, Command> = { accounts: listAccounts, account: changeAccount, pair: pairWall, audit: readAudit }

/** One JSON object a frame, in order; a bad frame gives `{line, error: {code, reason, at}}` and changes no exit status. Nothing else goes to the standard output. */
const decodeFile = async ([protocol = '', file]: readonly string[], print: Print): Promise<number> => {
  const decode = Object.hasOwn(DECODERS, protocol) ? DECODERS[protocol] : undefined
  if (!decode || !file) throw new Error(`decode ${Object.keys(DECODERS).join('|')} FILE: ${protocol} ${file ?? ''}`)
  let line = 0
  for await (const row of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    const result = decodeLine(row, ++line, decode)
    if (result) print(JSON.stringify(result))
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain')
  }
  return 0
}

/** The private server's address, from what it left in the data folder. */
const privateUrl = (dataDir: string): string | undefined => {
  const [port, password] = ['pg-port', 'pg-password'].map((name) => join(dataDir, name))
  if (!existsSync(port!) || !existsSync(password!)) return undefined
  return `postgres://guanlan:${readFileSync(password!, 'utf8').trim()}@127.0.0.1:${readFileSync(port!, 'utf8').trim()}/guanlan`
}

const main = async ([name = 'help', ...args]: string[], print: Print): Promise<number> => {
  if (name === 'decode') return decodeFile(args, print)
  const command = COMMANDS[name]
  if (!command) {
    print(HELP)
    return name === 'help' ? 0 : 1
  }
  const dataDir = process.env['GUANLAN_DATA_DIR'] || join(import.meta.dirname, '..', 'data', 'var')
  const databaseUrl = process.env['DATABASE_URL'] || privateUrl(dataDir)
  if (!databaseUrl) throw new Error(`${dataDir} 里没有数据库,请先 npm start / no database in ${dataDir}: run npm start first`)
  const config = readConfig({ ...process.env, GUANLAN_SOURCES: '', DATABASE_URL: databaseUrl })
  const database = openDatabase(config.databaseUrl, () => {}, 2)
  try {
    const tree = makeRegionTree({ regions: makeRegionsRepository(database.db).all })
    await tree.load()
    const access = makeAccess({ db: database.db, clock: makeClock(config.clockOffsetMs), auditKey: auditKeyOf(config.dataDir), region: config.region, tree })
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
  process.stderr.write(`${code === 'ECONNREFUSED' ? '数据库没有运行,请先 npm start / the database is not running: npm start first' : message}\n`)
  process.exitCode = 1
}
