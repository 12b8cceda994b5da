import { BoxGeometry, Float32BufferAttribute, type BufferGeometry } from 'three'
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js'
import type { InteriorDesk } from '#shared/scene/layers.ts'
import type { Fields, Rows } from '../meshes/Instances.ts'

/** A workstation's table, metres; its front, where one sits, looks to the south when it is not turned. */
export const DESK = { widthM: 1.3, depthM: 0.65, topM: 0.75, chairM: 0.5 } as const
/** East, north and turn; whether it is used (1) or free (0), its row; its room's ordinal, −1 in none, and its floor. */
export const DESK_FIELDS: Fields = { place: 3, state: 2, owner: 2 }

const box = (w: number, h: number, d: number, x: number, y: number, z: number, part: number) => {
  const geometry = new BoxGeometry(w, h, d).translate(x, y, z)
  geometry.deleteAttribute('uv')
  geometry.setAttribute(
    'part',
    new Float32BufferAttribute(new Float32Array(geometry.getAttribute('position').count).fill(part), 1),
  )
  return geometry
}

/** Table top and two panels; screen and chair are parts that a free desk leaves out, so that colour does not stand alone. */
export const deskShape = (): BufferGeometry =>
  mergeGeometries([
    box(DESK.widthM, 0.06, DESK.depthM, 0, DESK.topM - 0.03, 0, 0),
    box(0.05, DESK.topM - 0.06, DESK.depthM, -DESK.widthM / 2 + 0.06, (DESK.topM - 0.06) / 2, 0, 0),
    box(0.05, DESK.topM - 0.06, DESK.depthM, DESK.widthM / 2 - 0.06, (DESK.topM - 0.06) / 2, 0, 0),
    box(0.62, 0.36, 0.05, 0, DESK.topM + 0.24, -0.2, 1),
    box(0.46, 0.07, 0.44, 0, 0.45, DESK.depthM / 2 + 0.22, 1),
    box(0.46, 0.42, 0.06, 0, 0.7, DESK.depthM / 2 + 0.42, 1),
  ])

/** Appends a floor's desks, in their order. */
export const writeDesks = (
  rows: Rows,
  desks: readonly InteriorDesk[],
  floor: number,
  roomOf: (desk: InteriorDesk) => number,
): void => {
  for (const desk of desks)
    rows.push(desk.x, desk.y, desk.rotationDeg, desk.used ? 1 : 0, rows.count, roomOf(desk), floor)
}

/** Whether a point of the floor, metres in the building's frame, lies on a desk or its chair. */
export const onDesk = (desk: InteriorDesk, x: number, y: number): boolean => {
  const turn = (desk.rotationDeg * Math.PI) / 180
  const [dx, dy] = [x - desk.x, y - desk.y]
  const across = Math.cos(turn) * dx + Math.sin(turn) * dy
  const front = -(Math.cos(turn) * dy - Math.sin(turn) * dx)
  return (
    Math.abs(across) <= DESK.widthM / 2 && front >= -DESK.depthM / 2 && front <= DESK.depthM / 2 + DESK.chairM
  )
}
