import { afterAll, beforeAll } from 'vitest'
import { openWall, wall } from './present.ts'
import './matrix/keyboard.cases.ts'
import './matrix/matrix.cases.ts'

beforeAll(openWall)
afterAll(() => wall?.stop())
