import pg from 'pg'
import { vi } from 'vitest'

/** How often this process asks the database for something while the work goes on; a house's own rounds are among it. */
export const statementsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const spy = vi.spyOn(pg.Client.prototype, 'query')
  try {
    await work()
    return spy.mock.calls.length
  } finally {
    spy.mockRestore()
  }
}
