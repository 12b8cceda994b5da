import type { Interior, InteriorRoomRow } from '#shared/protocol/http.ts'
import type { InteriorLayer, LayerSpec } from '#shared/scene/layers.ts'
import { namesIn } from '../../i18n/names.ts'
import { rgba } from '../../theme/ramps.ts'
import { fillColumn, hashText } from '../../projections/parts/columns.ts'
import type { SceneInput } from '../../projections/input.ts'
import { roomClassOf } from './roomClasses.ts'

/** How far floors stand apart while the whole building is open: low houses wide, towers less, so that neither looks thin. */
const EXPLODE = { low: { floors: 6, gap: 2.4 }, high: { floors: 14, gap: 1.6 } } as const
/** An opened floor stands at true height. */
const TRUE_HEIGHT = 1

/** The gap between floors by their number, basements too. */
export const explodeOf = (floors: number): number => {
  const { low, high } = EXPLODE
  const share = Math.min(Math.max((floors - low.floors) / (high.floors - low.floors), 0), 1)
  return low.gap + (high.gap - low.gap) * share
}

/** Rooms are many and small: their names are a little smaller than the text, but grow with a wall. */
const labelPxOf = (textPx: number): number => Math.max(13, Math.round(textPx * 0.85))

type Lang = SceneInput['lang']
const SCHEMATIC = { zh: '示意', en: 'schematic' } as const
const labelOf = (room: InteriorRoomRow, lang: Lang): string =>
  namesIn(room.category === 'office' ? (room.unitName ?? room.use) : room.use, lang)
const floorLabelOf = ({ label, plan }: Interior['floors'][number], lang: Lang): string =>
  plan === 'schematic' ? `${label} · ${SCHEMATIC[lang]}` : label

const floorsKept = {
  zh: new WeakMap<Interior, InteriorLayer['floors']>(),
  en: new WeakMap<Interior, InteriorLayer['floors']>(),
}
const floorsOf = (interior: Interior, lang: Lang): InteriorLayer['floors'] => {
  const known = floorsKept[lang].get(interior)
  if (known) return known
  const made = interior.floors.map((floor) => ({
    id: floor.id,
    level: floor.level,
    label: floorLabelOf(floor, lang),
    elevationM: floor.elevation,
    heightM: floor.height,
    schematic: floor.plan === 'schematic',
    outline: floor.outline,
    corridors: floor.corridors,
    cores: floor.cores,
    rooms: floor.rooms.map((room) => ({
      id: room.id,
      ring: room.ring,
      number: room.number,
      label: labelOf(room, lang),
    })),
    desks: floor.rooms.flatMap((room) =>
      room.desks.map((desk) => ({
        id: desk.id,
        x: desk.x,
        y: desk.y,
        rotationDeg: desk.rotation,
        used: desk.used,
      })),
    ),
  }))
  floorsKept[lang].set(interior, made)
  return made
}

/** Rings, labels and desks as one number: an edited room's colour alone does not rebuild the building. */
const geometryOf = (interior: Interior, lang: Lang): number =>
  hashText(
    interior.floors
      .map(
        (floor) =>
          floor.id +
          floor.rooms
            .map(
              (room) =>
                `${room.id}${room.number}${labelOf(room, lang)}${room.ring.length}${room.ring[0]?.join() ?? ''}${room.desks.map((desk) => `${desk.id}${desk.used ? 1 : 0}`).join('')}`,
            )
            .join(''),
      )
      .join(),
  )

const geometryKept = { zh: new WeakMap<Interior, number>(), en: new WeakMap<Interior, number>() }
const geometryVersion = (interior: Interior, lang: Lang): number => {
  const made = geometryKept[lang].get(interior) ?? geometryOf(interior, lang)
  geometryKept[lang].set(interior, made)
  return made
}

const selectedId = (input: SceneInput): string | null =>
  input.selection?.kind === 'room' || input.selection?.kind === 'workstation' ? input.selection.id : null

/** The building from inside. */
export const interiorLayers = (input: SceneInput): readonly LayerSpec[] => {
  const { interior } = input
  if (!interior) return []
  const rooms = interior.floors.flatMap((floor) => floor.rooms.map((room) => ({ room, floor })))
  const focus = input.view?.kind === 'floor' ? input.view.id : null
  return [
    {
      id: 'interior',
      kind: 'interior',
      labelPx: labelPxOf(input.textPx),
      visible: true,
      pickable: true,
      building: interior.building,
      origin: interior.origin,
      rotationDeg: interior.rotation,
      geometryVersion: geometryVersion(interior, input.lang),
      floors: floorsOf(interior, input.lang),
      fill: fillColumn(rooms, ({ room, floor }) => rgba(roomClassOf(room, floor, input).hex)),
      explode: focus ? TRUE_HEIGHT : explodeOf(interior.floors.length),
      focusFloor: focus,
      selected: selectedId(input),
      hovered: input.hovered?.layer === 'interior' ? input.hovered.id : null,
    } as InteriorLayer,
  ]
}
