import type { Page } from 'playwright-core'
import type { ChildPlace, Interior, PlaceView } from '#shared/protocol/http.ts'
import { settled, startTestWall, type Screen, type TestWall } from '../../builders/screen/wall.ts'

export const COUNTY = '450103'
export let wall: TestWall
export let screen: Screen
export let page: Page
export let interior: Interior
export let path: { city: PlaceView; county: PlaceView; compound: PlaceView; building: PlaceView }
export const read = async <T>(url: string): Promise<T> =>
  (await wall.server.request('manager', 'GET', url)).body as T

/** The compound that stands most apart from the others, so that a click cannot mean its neighbour. */
const loneliest = (rows: readonly ChildPlace[]): ChildPlace => {
  const apart = (row: ChildPlace): number =>
    Math.min(
      ...rows
        .filter((other) => other !== row)
        .map((other) => Math.hypot(other.lon! - row.lon!, other.lat! - row.lat!)),
    )
  return rows.toSorted((a, b) => apart(b) - apart(a))[0]!
}

export const openWall = async () => {
  wall = await startTestWall({ sharp: true })
  const county = await read<PlaceView>(`/api/places/${COUNTY}`)
  const compound = await read<PlaceView>(`/api/places/${loneliest(county.children).id}`)
  const building = await read<PlaceView>(`/api/places/${compound.children[0]!.id}`)
  path = { city: await read(`/api/places/${COUNTY.slice(0, 4)}00`), county, compound, building }
  interior = await read(`/api/buildings/${building.id}/interior`)
  screen = await wall.open({ account: 'manager' })
  page = screen.page
  await settled(page)
}
