import { createServer, connect, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { openDatabase } from '../../../server/db/open.ts'
import { makeTestDatabase, type TestDatabase } from './database.ts'

export interface LeavingDatabase extends TestDatabase {
  /** Breaks every connection and refuses new ones, as a stopped PostgreSQL does. */
  leave(): void
  comeBack(): void
  /** The same database without the door that can be shut. */
  readonly direct: TestDatabase
}

/** A real database behind a real socket that can be shut. */
export const makeLeavingDatabase = async (): Promise<LeavingDatabase> => {
  const direct = await makeTestDatabase()
  const target = new URL(direct.url)
  const [port, host] = [Number(target.port), target.hostname]
  const sockets = new Set<Socket>()
  let away = false
  const door = createServer((inner) => {
    if (away) return void inner.destroy()
    const outer = connect(port, host)
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  target.hostname = '127.0.0.1'
  target.port = String((door.address() as AddressInfo).port)
  const database = openDatabase(target.href, () => undefined)
  return {
    ...database,
    url: target.href,
    adminUrl: direct.adminUrl,
    direct,
    leave: () => {
      away = true
      for (const socket of sockets) socket.destroy()
    },
    comeBack: () => {
      away = false
    },
    drop: async () => {
      await database.close()
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => door.close(resolve))
      await direct.drop()
    },
  }
}
