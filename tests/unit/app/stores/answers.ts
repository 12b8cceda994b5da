import { createPinia, setActivePinia } from 'pinia'
import { measuresToArray } from '../../../../src/shared/indices/measures.ts'
import { makeApi } from '../../../../src/connectors/api.ts'
import { makeCall } from '../../../../src/connectors/call.ts'
import { makeHttp } from '../../../../src/connectors/http.ts'
import { makeClock } from '../../../../src/state/clock.ts'
import { makeLiveTables } from '../../../../src/state/live/tables.ts'
import { installServices } from '../../../../src/state/stores/remote/services.ts'

export const measures = (over: number): number[] => measuresToArray({ overRooms: over, officeRooms: 100 })
const provenance = { source: 'ledger', sourceId: '1', updatedAt: 1, receivedAt: 1 }
export const ANSWERS: Record<string, unknown> = {
  '/api/regions': {
    regions: [
      {
        id: '450000',
        parent: null,
        kind: 'province',
        name: '广西',
        center: [108, 23],
        measures: measures(3),
      },
    ],
    borders: 'v1',
    asOf: 1,
  },
  '/api/regions/borders?version=v1': { version: 'v1', borders: [{ id: '450000', parts: [[[[108, 22]]]] }] },
  '/api/places/C1': {
    id: 'C1',
    kind: 'compound',
    name: '大院',
    path: [
      { id: '450000', kind: 'province', name: '广西' },
      { id: 'C1', kind: 'compound', name: '大院' },
    ],
    lon: 108,
    lat: 22,
    bounds: [108, 22, 109, 23],
    measures: measures(1),
    facts: [],
    provenance,
    asOf: 1,
    children: [
      {
        id: 'B1',
        kind: 'building',
        name: '1号楼',
        lon: 108,
        lat: 22,
        measures: measures(1),
        outline: null,
        height: 10,
        level: null,
      },
    ],
  },
}
/** The contract's answers without a network: what is tested is what the screen does with them. */
export const answer = async (input: RequestInfo | URL): Promise<Response> => {
  const body = ANSWERS[String(input)]
  return body
    ? Response.json(body)
    : Response.json({ code: 'not-found', message: 'no such place' }, { status: 404 })
}

export const renew = () => {
  setActivePinia(createPinia())
  installServices({
    api: makeApi(makeCall(makeHttp(answer as typeof fetch))),
    clock: makeClock(() => 0),
    tables: makeLiveTables(),
  })
}
