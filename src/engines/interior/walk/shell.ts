import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DoubleSide,
  Mesh,
  MeshBasicMaterial,
  ShapeUtils,
  Vector2,
} from 'three'
import type { LocalXY, Metres } from '#shared/kernel/units.ts'
import type { Palette } from '../palette.ts'
import type { FloorModel, RoomModel } from '../shapes/model.ts'
import { insetRing, inward, type Ring } from '../shapes/rings.ts'

/** Doors and windows of a storey, metres above its floor. */
const DOOR = { highM: 2.1, frameM: 0.08 } as const
const WINDOW = { sillM: 0.95, underCeilingM: 0.45, paneM: 1.35, frameM: 0.07 } as const
/** From a room's ring to the face of its wall, and how far before it what is painted on it stands. */
const WALL_M = 0.11
const BEFORE_M = 0.015
/** How far a room's wall may stand from the outline to be an outer wall. */
const OUTER_M = 0.35
/** Lamps in the ceiling: their size and how far they are apart. */
const LAMP = { longM: 1.2, wideM: 0.3, everyM: 2.4 } as const
const DAY = new Color().setStyle('#9cc6e8', 'srgb-linear')

type Corner = readonly [LocalXY, Metres]

/** Coloured faces without light of their own: what a storey has above a floor that is seen from above. */
class Faces {
  readonly #at: number[] = []
  readonly #colors: number[] = []

  quad(corners: readonly [Corner, Corner, Corner, Corner], colors: readonly Color[]): void {
    for (const k of [0, 1, 2, 0, 2, 3]) this.#corner(corners[k]!, colors[k % colors.length]!)
  }

  area(ring: Ring, up: Metres, color: Color): void {
    const contour = ring.map(([x, y]) => new Vector2(x, y))
    for (const face of ShapeUtils.triangulateShape(contour, []))
      for (const k of face) this.#corner([ring[k]!, up], color)
  }

  #corner([[x, y], up]: Corner, { r, g, b }: Color): void {
    this.#at.push(x, up, -y)
    this.#colors.push(r, g, b)
  }

  build(): BufferGeometry {
    const geometry = new BufferGeometry()
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(this.#at), 3))
    geometry.setAttribute('color', new BufferAttribute(new Float32Array(this.#colors), 3))
    return geometry
  }
}

interface Paint {
  readonly faces: Faces
  readonly palette: Palette
  readonly highM: Metres
}

const between = (a: LocalXY, b: LocalXY, t: number): LocalXY => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
]
const moved = (p: LocalXY, n: LocalXY, by: Metres): LocalXY => [p[0] + n[0] * by, p[1] + n[1] * by]

const upright = (
  faces: Faces,
  a: LocalXY,
  b: LocalXY,
  low: Metres,
  high: Metres,
  colors: readonly Color[],
): void =>
  faces.quad(
    [
      [a, low],
      [b, low],
      [b, high],
      [a, high],
    ],
    colors,
  )

/** Panes in a row from a to b, lighter towards the ground, as a sky is. */
const writeWindows = ({ faces, palette, highM }: Paint, a: LocalXY, b: LocalXY): void => {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  const panes = Math.floor((length - 0.5) / WINDOW.paneM)
  const [low, high] = [WINDOW.sillM, highM - WINDOW.underCeilingM]
  if (panes < 1 || high - low < 0.4) return
  const [n, margin] = [inward(a, b), (length - panes * WINDOW.paneM) / 2]
  const [top, foot] = [palette.background.clone().lerp(DAY, 0.42), palette.background.clone().lerp(DAY, 0.78)]
  const at = (m: Metres, before: Metres): LocalXY => moved(between(a, b, m / length), n, before)
  const [start, end] = [margin, margin + panes * WINDOW.paneM]
  upright(faces, at(start, BEFORE_M), at(end, BEFORE_M), low - WINDOW.frameM, high + WINDOW.frameM, [
    palette.cap,
  ])
  for (let k = 0; k < panes; k++) {
    const [from, to] = [start + k * WINDOW.paneM, start + (k + 1) * WINDOW.paneM].map(
      (m, i) => m + ((i ? -1 : 1) * WINDOW.frameM) / 2,
    ) as [number, number]
    upright(faces, at(from, BEFORE_M * 2), at(to, BEFORE_M * 2), low, high, [foot, foot, top, top])
  }
}

const isOuter = (outline: Ring, a: LocalXY, b: LocalXY): boolean =>
  outline.some((p, i) => {
    const q = outline[(i + 1) % outline.length]!
    const [n, length] = [inward(p, q), Math.hypot(q[0] - p[0], q[1] - p[1])]
    return [a, b].every((at) => {
      const [dx, dy] = [at[0] - p[0], at[1] - p[1]]
      const along = (dx * (q[0] - p[0]) + dy * (q[1] - p[1])) / (length || 1)
      return Math.abs(dx * n[0] + dy * n[1]) < OUTER_M && along > -OUTER_M && along < length + OUTER_M
    })
  })

/** A frame around a door, on the face of a wall from a to b that looks along n. */
const writeFrame = ({ faces, palette }: Paint, [a, b]: readonly [LocalXY, LocalXY], n: LocalXY): void => {
  const wide = Math.hypot(b[0] - a[0], b[1] - a[1])
  const at = (m: Metres): LocalXY => moved(between(a, b, m / wide), n, BEFORE_M)
  const color = [palette.core]
  upright(faces, at(-DOOR.frameM), at(0), 0, DOOR.highM + DOOR.frameM, color)
  upright(faces, at(wide), at(wide + DOOR.frameM), 0, DOOR.highM + DOOR.frameM, color)
  upright(faces, at(0), at(wide), DOOR.highM, DOOR.highM + DOOR.frameM, color)
}

/** The wall above a door, from both sides and from below, and the door's frame. */
const writeLintel = ({ faces, palette, highM }: Paint, { ring, door }: RoomModel): void => {
  if (!door || highM <= DOOR.highM) return
  const [a, b] = [ring[door.edge]!, ring[(door.edge + 1) % ring.length]!]
  const [from, to, n] = [between(a, b, door.from), between(a, b, door.to), inward(a, b)]
  const [inFrom, inTo] = [moved(from, n, WALL_M), moved(to, n, WALL_M)]
  upright(faces, from, to, DOOR.highM, highM, [palette.wall.clone().multiplyScalar(0.78)])
  upright(faces, inFrom, inTo, DOOR.highM, highM, [palette.wall.clone().multiplyScalar(0.84)])
  writeFrame({ faces, palette, highM }, [from, to], [-n[0], -n[1]])
  writeFrame({ faces, palette, highM }, [inFrom, inTo], n)
  faces.quad(
    [
      [from, DOOR.highM],
      [to, DOOR.highM],
      [inTo, DOOR.highM],
      [inFrom, DOOR.highM],
    ],
    [palette.wall.clone().multiplyScalar(0.5)],
  )
}

/** Rows of lamps under the ceiling of a room or a corridor, where they wholly fit. */
const writeLamps = (
  { faces, palette, highM }: Paint,
  { box, ring }: Pick<RoomModel, 'box' | 'ring'>,
): void => {
  const inner = insetRing(ring, 0.5)
  if (!inner) return
  const [wide, deep] = [box.maxX - box.minX, box.maxY - box.minY]
  const isWide = wide >= deep
  const [columns, rows] = [wide, deep].map((m) => Math.max(1, Math.round(m / LAMP.everyM))) as [
    number,
    number,
  ]
  const [halfX, halfY] = (isWide ? [LAMP.longM, LAMP.wideM] : [LAMP.wideM, LAMP.longM]).map((m) => m / 2) as [
    number,
    number,
  ]
  for (let i = 0; i < columns; i++)
    for (let j = 0; j < rows; j++) {
      const [x, y] = [box.minX + (wide * (i + 0.5)) / columns, box.minY + (deep * (j + 0.5)) / rows]
      const corners = [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ].map(([sx, sy]) => [x + sx! * halfX, y + sy! * halfY] as const)
      faces.area(corners, highM - BEFORE_M, palette.cap.clone().lerp(DAY, 0.15))
    }
}

/** Ceiling, lamps, what is above doors, outer walls and their windows: what makes rooms of an opened floor for one who stands in it; one draw call. */
export const shellMesh = (
  floor: FloorModel,
  palette: Palette,
  highM: Metres,
): Mesh<BufferGeometry, MeshBasicMaterial> => {
  const paint: Paint = { faces: new Faces(), palette, highM }
  const { faces } = paint
  const ceiling = palette.wall.clone().lerp(palette.background, 0.5)
  faces.area(floor.outline, highM, ceiling)
  floor.outline.forEach((a, i) => {
    const b = floor.outline[(i + 1) % floor.outline.length]!
    const shade = palette.wall.clone().multiplyScalar(0.7)
    upright(faces, a, b, 0, highM, [shade])
    writeWindows(paint, a, b)
  })
  for (const room of floor.rooms) {
    writeLintel(paint, room)
    writeLamps(paint, room)
    const inner = insetRing(room.ring, WALL_M)
    room.ring.forEach((a, i) => {
      const j = (i + 1) % room.ring.length
      if (inner && isOuter(floor.outline, a, room.ring[j]!)) writeWindows(paint, inner[i]!, inner[j]!)
    })
  }
  const mesh = new Mesh(faces.build(), new MeshBasicMaterial({ vertexColors: true, side: DoubleSide }))
  mesh.frustumCulled = false
  return mesh
}
