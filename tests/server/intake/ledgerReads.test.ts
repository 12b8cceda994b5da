import { afterAll, beforeAll } from 'vitest'
import { database, openHouse } from './reads/house.ts'
import './reads/reads.cases.ts'
import './reads/yesterday.cases.ts'

beforeAll(openHouse)

afterAll(() => database.drop())
