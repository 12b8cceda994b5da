import { afterAll, beforeAll } from 'vitest'
import { house, clock, openHouse } from './collectors/house.ts'
import './collectors/collector.cases.ts'
import './collectors/reader.cases.ts'
import './collectors/modbus.cases.ts'

beforeAll(openHouse)
afterAll(async () => {
  await clock.source?.stop()
  await house?.close()
})
