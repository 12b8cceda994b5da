/** Writes the dump that tests/server/house/upgrade.test.ts starts from: `node server/launch/with-node.mjs tests/upgrade/write.ts FILE`, once before a change of the schema's layout. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { makeBareDatabase } from '../builders/house/database.ts'
import { startTestServer } from '../builders/house/server.ts'
import { AUDIT_KEY, dumpDatabase, writeDump } from './houseDump.ts'
import { askHouse } from './told.ts'

/** A Monday at ten in the morning: the offices are open, orders are on the road. */
const AT = Date.parse('2026-11-30T10:00:00+08:00')
const file = process.argv[2]
if (!file) throw new Error('usage: write.ts FILE')

const database = await makeBareDatabase()
const options = { database }
const offset = AT - Date.now()
const filled = await startTestServer({ ...options, clockOffsetMs: offset, withAccounts: true })
await new Promise((done) => setTimeout(done, 20_000))
await filled.stop()
/** Judged and summed as of one instant, without a platform. */
const still = await startTestServer({ ...options, scale: null, clock: () => AT + 120_000 })
const told = await askHouse(still)
const auditKey = readFileSync(join(still.dataDir, AUDIT_KEY), 'utf8')
await still.stop()
const client = new pg.Client({ connectionString: database.url })
await client.connect()
writeDump(file, { at: AT + 120_000, auditKey, told, ...(await dumpDatabase(client)) })
await client.end()
await database.drop()
process.exit(0)
