import type { Interior, PlaceView } from '#shared/protocol/http.ts'
import type { Level } from '../../builders/screen/layout/states.ts'
import { COUNTY } from '../drill/screen.ts'

/** A place of each level, one within the other, as an address writes it: floor and room are chosen in their building. */
export const findLevels = async (
  read: <T>(url: string) => Promise<T>,
): Promise<Readonly<Record<Level, string>>> => {
  const county = await read<PlaceView>(`/api/places/${COUNTY}`)
  const compound = await read<PlaceView>(`/api/places/${county.children[0]!.id}`)
  const building = compound.children[0]!.id
  const { floors } = await read<Interior>(`/api/buildings/${building}/interior`)
  return {
    region: '450000',
    city: `${COUNTY.slice(0, 4)}00`,
    county: COUNTY,
    compound: compound.id,
    building,
    floor: `${building}?sel=floor:${floors[0]!.id}`,
    room: `${building}?sel=room:${floors[0]!.rooms[0]!.id}`,
  }
}

/** The address of a scene of a place in a language. */
export const addressOf = (place: string, scene: string, lang: string): string =>
  `/view/${place}${place.includes('?') ? '&' : '?'}scene=${scene}&lang=${lang}`
