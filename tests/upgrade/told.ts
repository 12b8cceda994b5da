import { INDICES } from '../../src/shared/indices/indices.ts'
import type { TestServer } from '../builders/house/server.ts'
import type { Told } from './houseDump.ts'

const PROVINCE = '450000'
const COUNTY = '450103'

/** Routes that answer for a region, from the database alone: nothing of the last minutes, which live in memory and spool. */
const OF_REGION = [
  '/api/overview',
  '/api/compounds',
  '/api/units',
  '/api/depots',
  '/api/fences',
  '/api/housing/people',
  '/api/vehicles/figures',
  '/api/vehicles/indices',
  '/api/vehicles/findings',
  '/api/vehicles/orders',
  '/api/energy/summary',
  '/api/energy/anomalies',
  '/api/energy/vacancy',
]
/** How long an answer took, and when it was made. */
const PASSING = new Set(['tookMs', 'asOf', 'at', 'madeAt', 'receivedAt'])

const settled = (value: unknown): unknown =>
  value === null || typeof value !== 'object'
    ? value
    : Array.isArray(value)
      ? value.map(settled)
      : Object.fromEntries(
          Object.entries(value)
            .filter(([name]) => !PASSING.has(name))
            .map(([name, inner]) => [name, settled(inner)]),
        )

interface Named {
  readonly id: string
}
interface Place {
  readonly children: readonly Named[]
}

/** What a house tells a leader of its province, of one county and of one compound, building, room and unit in it. */
export const askHouse = async (house: Pick<TestServer, 'request'>): Promise<Told> => {
  const told: Record<string, unknown> = {}
  const ask = async <T>(path: string): Promise<T> => {
    const { status, body } = await house.request('leader', 'GET', path)
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`)
    return body as T
  }
  const keep = async <T>(path: string): Promise<T> => {
    const answer = await ask<T>(path)
    told[path] = settled(answer)
    return answer
  }
  for (const region of [PROVINCE, COUNTY])
    for (const path of OF_REGION) await keep(`${path}?region=${region}`)
  for (const { id } of INDICES) await keep(`/api/rankings?region=${PROVINCE}&index=${id}`)
  for (const list of ['over', 'idle']) await keep(`/api/rooms?region=${COUNTY}&list=${list}`)
  const county = await keep<Place>(`/api/places/${COUNTY}`)
  const compound = await keep<Place>(`/api/places/${county.children[0]!.id}`)
  const building = compound.children[0]!.id
  for (const path of [`/api/places/${building}`, `/api/energy/buildings/${building}/told`]) await keep(path)
  const interior = await ask<{ floors: readonly { readonly rooms: readonly Named[] }[] }>(
    `/api/buildings/${building}/interior`,
  )
  const room = interior.floors[0]!.rooms[0]!.id
  for (const path of [`/api/rooms/${room}`, `/api/rooms/${room}/changes`]) await keep(path)
  const { units } = await ask<{ units: readonly Named[] }>(`/api/units?region=${COUNTY}`)
  await keep(`/api/units/${units[0]!.id}`)
  return told
}
