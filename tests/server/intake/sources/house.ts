import type { Standin } from '../../../../data/standin/index.ts'
import {
  HOOK_SECRET,
  makeLiveHouse,
  startStandin,
  waysOf,
  type LiveHouse,
} from '../../../builders/house/liveHouse.ts'

export let house: LiveHouse
export let standin: Standin
export let stopStandin: () => Promise<void>

export const openHouse = async () => {
  house = await makeLiveHouse()
  const started = await startStandin({ webhook: { url: `${house.url}/hooks/platform`, secret: HOOK_SECRET } })
  standin = started.standin
  stopStandin = started.stop
  await standin.settled()
  await house.start(waysOf(standin))
}

export const count = async (sql: string): Promise<number> =>
  Number((await house.database.pool.query(`select count(*) as n from ${sql}`)).rows[0].n)
