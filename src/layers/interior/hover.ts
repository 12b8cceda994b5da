import { namesIn } from '../../i18n/names.ts'
import type { SceneInput } from '../../projections/input.ts'
import { valueText } from '../../projections/values.ts'

const WORKSTATION = { zh: '工位', en: 'Workstation' } as const

/** A desk, a room or a floor under the pointer. */
export const hoverInside = (
  id: string,
  input: SceneInput,
): { readonly name: string; readonly value: string } | null => {
  const floors = input.interior?.floors ?? []
  const room = floors
    .flatMap((item) => item.rooms)
    .find((item) => item.id === id || item.desks.some((one) => one.id === id))
  const use = namesIn(room?.use ?? '', input.lang)
  const desk = room?.desks.find((item) => item.id === id)
  if (room && desk) return { name: `${WORKSTATION[input.lang]} ${desk.code}`, value: `${room.number} ${use}` }
  if (room)
    return {
      name: `${room.number} ${use}`,
      value: [room.unitName && namesIn(room.unitName, input.lang), `${room.usableArea.toFixed(2)} m²`]
        .filter(Boolean)
        .join(' · '),
    }
  const floor = floors.find((item) => item.id === id)
  return floor
    ? { name: floor.label, value: `${input.index.name[input.lang]} ${valueText(floor, input)}` }
    : null
}
