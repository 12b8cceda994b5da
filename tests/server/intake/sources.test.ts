import { afterAll, beforeAll } from 'vitest'
import { house, stopStandin, openHouse } from './sources/house.ts'
import './sources/ways.cases.ts'
import './sources/poison.cases.ts'

beforeAll(openHouse)
afterAll(async () => {
  await house?.close()
  await stopStandin?.()
})
