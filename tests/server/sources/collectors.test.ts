import { afterAll, beforeAll } from 'vitest'
import { house, clock, openHouse } from './collectors/house.ts'
import { collectorCases } from './collectors/collector.cases.ts'
import { readerCases } from './collectors/reader.cases.ts'
import { modbusCases } from './collectors/modbus.cases.ts'

beforeAll(openHouse)
afterAll(async () => {
  await clock.source?.stop()
  await house?.close()
})

collectorCases()
readerCases()
modbusCases()
