import { afterAll, beforeAll } from 'vitest'
import { house, openHouse } from './ledger/house.ts'
import './ledger/indices.cases.ts'
import './ledger/steps.cases.ts'
import './ledger/threeWay.cases.ts'
import './ledger/scope.cases.ts'
import './ledger/queue.cases.ts'
import './ledger/sums.cases.ts'

beforeAll(openHouse)
afterAll(() => house?.close())
