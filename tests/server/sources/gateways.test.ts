import { afterAll, beforeAll } from 'vitest'
import { house, lines, openHouse } from './gateways/house.ts'
import './gateways/terminals.cases.ts'
import './gateways/platforms.cases.ts'

beforeAll(openHouse)
afterAll(async () => {
  for (const line of lines) line.end()
  await house?.close()
})
