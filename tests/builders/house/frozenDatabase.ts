import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { TestDatabase } from './database.ts'

const parentOf = (pid: number): number => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}

const postmasterOf = async ({ db }: Pick<TestDatabase, 'db'>): Promise<number> => {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  return parentOf(rows[0]!.pid)
}

/** Does `work` while no process of the PostgreSQL moves whose first process this is. */
export const whileStopped = async <T>(postmaster: number, work: () => Promise<T>): Promise<T> => {
  const pids = [
    ...readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && parentOf(pid) === postmaster),
    postmaster,
  ]
  const send = (name: NodeJS.Signals): void => {
    for (const pid of pids) {
      try {
        process.kill(pid, name)
      } catch {
        // it has ended meanwhile
      }
    }
  }
  send('SIGSTOP')
  try {
    return await work()
  } finally {
    send('SIGCONT')
  }
}

/** Does `work` while no process of the database moves: connections stand, new ones are taken by the kernel, and nothing is ever answered. */
export const whileFrozen = async <T>(
  database: Pick<TestDatabase, 'db'>,
  work: () => Promise<T>,
): Promise<T> => whileStopped(await postmasterOf(database), work)
