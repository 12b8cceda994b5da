import type { Interior, InteriorRoomRow } from '#shared/protocol/http.ts'
import { ROOM_MARKS, type InteriorLayer, type InteriorRemark, type LayerSpec } from '#shared/scene/layers.ts'
import { namesIn } from '../../i18n/names.ts'
import { rgba } from '../../theme/ramps.ts'
import { fillColumn, hashText } from '../../projections/parts/columns.ts'
import type { SceneInput } from '../../projections/input.ts'
import { iconOf } from './icons.ts'
import { remediesTold, type ToldRemedy } from './remedies.ts'
import { roomClassOf, type RoomClass } from './roomClasses.ts'

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
      icon: iconOf(room),
      id: room.id,
      ring: room.ring,
      number: room.number,
      label: labelOf(room, lang),
      finish: room.category === 'office' ? ('planks' as const) : ('tiles' as const),
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
                `${room.id}${room.number}${room.category}${labelOf(room, lang)}${room.ring.length}${room.ring[0]?.join() ?? ''}${room.desks.map((desk) => `${desk.id}${desk.used ? 1 : 0}`).join('')}`,
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

/** What a room has beyond its limit, where the index tells of that and its area as a whole is beyond, not one occupant's part alone; idle space is told in every index that has a class for it. */
const remarkOf = (key: string, room: InteriorRoomRow, lang: Lang): InteriorRemark => {
  const limit = room.limit ?? room.usableArea
  const overM2 = Number((room.usableArea - limit).toFixed(1))
  if (key.startsWith('over-'))
    return {
      mark: ROOM_MARKS.over,
      text: overM2 > 0 ? `+${overM2} m²` : '',
      withinLimit: Math.min(1, limit / room.usableArea),
    }
  const isIdle = key.startsWith('idle')
  const days = room.idleDays === null ? '' : lang === 'zh' ? ` ${room.idleDays} 天` : ` ${room.idleDays} d`
  return {
    mark: isIdle ? ROOM_MARKS.idle : ROOM_MARKS.none,
    text: isIdle ? `${lang === 'zh' ? '闲置' : 'idle'}${days}` : '',
    withinLimit: 1,
  }
}

interface Classed {
  readonly room: InteriorRoomRow
  readonly class: RoomClass
}

/** A plate of a sheet says what of its rooms is over and idle; how many it has, where nothing is. */
const plateNotesOf = (
  interior: Interior,
  rooms: readonly Classed[],
  { lang }: Pick<SceneInput, 'lang'>,
): Record<string, string> => {
  const keys = new Map(rooms.map((one) => [one.room.id, one.class.key]))
  const noteOf = ({ rooms: own }: Interior['floors'][number]): string => {
    const count = (key: string) => own.filter(({ id }) => keys.get(id)?.startsWith(key)).length
    const [over, idle] = [count('over-'), count('idle')]
    const zh = [over > 0 && `超标 ${over} 间`, idle > 0 && `闲置 ${idle} 间`].filter(Boolean).join(' · ')
    const en = [over > 0 && `${over} over`, idle > 0 && `${idle} idle`].filter(Boolean).join(' · ')
    return lang === 'zh' ? zh || `${own.length} 间` : en || `${own.length} rooms`
  }
  return Object.fromEntries(interior.floors.map((floor) => [floor.id, noteOf(floor)]))
}

/** How many rooms of each floor are over their limit, or idle where the index is of that. */
const notesOf = (
  interior: Interior,
  rooms: readonly Classed[],
  { index, lang }: SceneInput,
): Record<string, string> => {
  const wanted = index.rooms === 'days-idle' ? 'idle' : 'over-'
  const hits = new Set(rooms.filter((one) => one.class.key.startsWith(wanted)).map(({ room }) => room.id))
  const words = { idle: { zh: '闲置', en: 'idle' }, 'over-': { zh: '超标', en: 'over' } }[wanted]
  const noteOf = (count: number): string =>
    lang === 'zh' ? `${words.zh} ${count} 间` : `${count} ${words.en}`
  return Object.fromEntries(
    interior.floors
      .map((floor) => [floor.id, floor.rooms.filter(({ id }) => hits.has(id)).length] as const)
      .filter(([, count]) => count > 0)
      .map(([id, count]) => [id, noteOf(count)]),
  )
}

const selectedId = (input: SceneInput): string | null =>
  input.selection?.kind === 'room' || input.selection?.kind === 'workstation' ? input.selection.id : null

/** The building from inside. */
export const interiorLayers = (input: SceneInput, told: readonly ToldRemedy[] = []): readonly LayerSpec[] => {
  const { interior } = input
  if (!interior) return []
  const rooms = interior.floors.flatMap((floor) =>
    floor.rooms.map((room) => ({ room, class: roomClassOf(room, floor, input) })),
  )
  const remarks = rooms.map((one) => remarkOf(one.class.key, one.room, input.lang))
  const arrangement = input.floors ?? 'fan'
  const notes = (arrangement === 'sheet' ? plateNotesOf : notesOf)(interior, rooms, input)
  const focus = input.view?.kind === 'floor' ? input.view.id : null
  const remedies = remediesTold(told, interior, input.lang, focus)
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
      fill: fillColumn(rooms, (one) => rgba(one.class.hex)),
      remarks: { values: remarks, version: hashText(JSON.stringify(remarks)) },
      remedies: { values: remedies, version: hashText(JSON.stringify(remedies)) },
      floorNotes: { values: notes, version: hashText(JSON.stringify(notes)) },
      focusFloor: focus,
      arrangement,
      walk: input.walk === true && focus !== null,
      ...(input.cut === undefined ? {} : { cut: input.cut }),
      selected: selectedId(input),
      hovered: input.hovered?.layer === 'interior' ? input.hovered.id : null,
    } as InteriorLayer,
  ]
}
