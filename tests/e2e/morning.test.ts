import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWall, wall } from './morning.ts'
import './oneSubject/oneNumber.cases.ts'
import './oneSubject/documents.cases.ts'
import './past/past.cases.ts'
import './live/vehicles.cases.ts'
import './live/energy.cases.ts'
import './live/outage.cases.ts'

beforeAll(openWall)
afterAll(() => wall?.stop())

/** A refusal answers 403, an outage nothing: Chromium writes both to its console. */
const EXPECTED = /status of 40[134] .*\/api\/|status of 503|ERR_|THREE\.WebGLRenderer/

describe('all of it', () => {
  it('asks no host but its own server, and breaks no policy of its own', () => {
    expect(wall.outside()).toEqual([])
    expect(wall.faults(EXPECTED)).toEqual([])
  })
})
