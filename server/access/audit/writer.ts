import type { AuditRecord, AuditRepository } from './auditRows.ts'
import { linkOf, type Unlinked } from './chain/chain.ts'

interface Waiting {
  readonly row: Unlinked
  readonly done: () => void
  readonly failed: (error: unknown) => void
}

/** Rows of one write. */
const BATCH = 500

/** Writes rows one after the other, many at a time; resolves when a row is durable. */
export const makeAuditWriter = (deps: { repository: Pick<AuditRepository, 'append'>; key: string }) => {
  let waiting: Waiting[] = []
  let writing: Promise<void> | null = null

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    const accounts = [...new Set(batch.map(({ row }) => row.account))]
    try {
      await deps.repository.append(accounts, (head, scopes) => {
        let previous = head.hash
        return batch.map(({ row }, index): AuditRecord => {
          const id = head.id + index + 1
          const scope = scopes.get(row.account)
          const scoped = { ...row, region: scope?.region ?? null, unit: scope?.unit ?? null }
          previous = linkOf(deps.key, previous, id, scoped)
          return { ...scoped, id, hash: previous }
        })
      })
      for (const { done } of batch) done()
    } catch (error) {
      for (const { failed } of batch) failed(error)
    }
  }
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH)
      waiting = waiting.slice(BATCH)
      await write(batch)
    }
    writing = null
  }
  return {
    append: (row: Unlinked): Promise<void> =>
      new Promise((done, failed) => {
        waiting.push({ row, done, failed })
        writing ??= drain()
      }),
  }
}
