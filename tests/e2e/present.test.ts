import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWall, wall } from './present.ts'
import './drill/indices.cases.ts'
import './drill/verdicts.cases.ts'
import './drill/drill.cases.ts'
import './drill/crowd.cases.ts'
import './drill/search.cases.ts'
import './drill/alerts.cases.ts'
import './mosaic/mosaic.cases.ts'
import './platforms/layout.cases.ts'
import './platforms/lists.cases.ts'
import './platforms/onePlatform.cases.ts'
import './platforms/standards.cases.ts'
import './signIn/accounts.cases.ts'
import './signIn/sessions.cases.ts'

beforeAll(openWall)
afterAll(() => wall?.stop())

/** Refusals answer 4xx, which Chromium writes to its console; a room is opened on its floor where nothing can draw. */
const EXPECTED = /status of 4(01|03|09|23|29)|THREE\.WebGLRenderer/

describe('all of it', () => {
  it('[ZJ-63] asks no host but its own server, and breaks no policy of its own', () => {
    expect(wall.outside()).toEqual([])
    expect(wall.faults(EXPECTED)).toEqual([])
  })
})
