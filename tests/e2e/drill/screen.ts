import type { Page } from 'playwright-core'
import type { ChildPlace, Interior, PlaceView } from '#shared/protocol/http.ts'
import { settled, type Screen } from '../../builders/screen/wall.ts'
import { wall } from '../present.ts'

export const COUNTY = '450103'
export { wall }
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

export const openScreen = async () => {
  const county = await read<PlaceView>(`/api/places/${COUNTY}`)
  const compound = await read<PlaceView>(`/api/places/${loneliest(county.children).id}`)
  const building = await read<PlaceView>(`/api/places/${compound.children[0]!.id}`)
  path = { city: await read(`/api/places/${COUNTY.slice(0, 4)}00`), county, compound, building }
  interior = await read(`/api/buildings/${building.id}/interior`)
  screen = await wall.open({ account: 'manager', picture: true, sharp: true })
  page = screen.page
  await settled(page)
}
