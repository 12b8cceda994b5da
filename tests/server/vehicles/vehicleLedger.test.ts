import { afterAll, beforeAll } from 'vitest'
import { house, openHouse } from './ledger/house.ts'
import { indicesCases } from './ledger/indices.cases.ts'
import { stepsCases } from './ledger/steps.cases.ts'
import { threeWayCases } from './ledger/threeWay.cases.ts'
import { scopeCases } from './ledger/scope.cases.ts'
import { queueCases } from './ledger/queue.cases.ts'
import { sumsCases } from './ledger/sums.cases.ts'

beforeAll(openHouse)
afterAll(() => house?.close())

indicesCases()
stepsCases()
threeWayCases()
scopeCases()
queueCases()
sumsCases()
