/** `npm run -s cli -- help`: the operator's command line, straight on the database. */
import { once } from 'node:events'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ADMINISTRATORS } from '#shared/access/accounts.ts'
import { makeAccess } from './access/module.ts'
import { openAuditKey } from './access/audit/chain/key.ts'
import { makeClock } from './common/clock/clock.ts'
import { decodeLine } from './codecs/lines.ts'
import { readConfig } from './config.ts'
import { DECODERS } from './sources/ways.ts'
import { AUDIT_SEAL_SQL } from './db/auditSeal.ts'
import { openDatabase } from './db/open.ts'
import { currentFolder } from './launch/house/clockFolder.ts'
import { APP_LOGIN, DATABASE } from './db/privateLogins.ts'
import { newestKept } from './common/clock/newestKeptRows.ts'
import { makeRegionsRepository } from './common/regions/regionRows.ts'
import { makeRegionTree } from './common/regions/regionTree.ts'
import { type Print, COMMANDS } from './accessCommands.ts'

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
