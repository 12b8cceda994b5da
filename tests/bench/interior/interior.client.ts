/** The page of the interior's bench: a tower of a million rooms and desks as one building, or as a mesh a floor. */
import { BuildingView } from '../../../src/engines/interior/building/BuildingView.ts'
import { atHeight, thingUnder, type Ray } from '../../../src/engines/interior/camera/picking.ts'
import { CameraRig } from '../../../src/engines/interior/camera/CameraRig.ts'
import { makePalette } from '../../../src/engines/interior/palette.ts'
import { onDesk } from '../../../src/engines/interior/shapes/desks.ts'
import { insideRing } from '../../../src/engines/interior/shapes/rings.ts'
import { Stage } from '../../../src/engines/interior/Stage.ts'
import type { InteriorLayer } from '../../../src/shared/scene/layers.ts'
import { coloursOf, towerOf } from './tower.ts'

interface InteriorRig {
  ready: boolean
  readonly rooms: number
  readonly desks: number
  /** ms on the main thread until the building can be drawn. */
  readonly buildMs: number
  /** What the first picture sent to the device, bytes, and its draw calls. */
  readonly sent: number
  readonly drawCalls: number
  /** Bytes that a picture at rest sends. */
  rest(): number
  /** Another index on the main thread, and until it is drawn, ms. */
  write(turn: number): number
  switchTo(turn: number): number
  /** What lies under one of many points of an opened floor, ms. */
  pick(turn: number): number
}
declare global {
  interface Window {
    interior: InteriorRig
  }
}

const query = new URLSearchParams(location.search)
const way = query.get('way')
const SEEN = { metresPerPx: 0.2, upM: 400, bearingDeg: 0 } as const
const timed = (work: () => void): number => {
  const began = performance.now()
  work()
  return performance.now() - began
}
const size = {
  floors: Number(query.get('floors')),
  rows: Number(query.get('rows')),
  across: Number(query.get('across')),
  desksPerRoom: Number(query.get('desks')),
}
const tower = towerOf(size)
const roomsAFloor = size.rows * size.across
const options = {
  devicePixelRatio: 1,
  reducedMotion: true,
  initialPose: { lon: 108, lat: 22, zoom: 15, pitchDeg: 40, bearingDeg: 0 },
  background: '#060d18',
  land: '#0b1626',
  line: '#ffffff',
  text: '#e8f1ff',
  fontFamily: 'sans-serif',
} as Parameters<typeof makePalette>[0]

const box = document.getElementById('scene') as HTMLElement
const stage = new Stage(box, makePalette(options), options)
stage.resize(innerWidth, innerHeight)
const rig = new CameraRig()
rig.limits = { min: [0, 0, 0], max: [400, 400, 400] }
rig.resize(innerWidth, innerHeight)

/** The fill of these floors out of the whole column. */
const fillFrom = (fill: InteriorLayer['fill'], from: number, floors: number): InteriorLayer['fill'] => ({
  values: fill.values.subarray(from * roomsAFloor * 4, (from + floors) * roomsAFloor * 4),
  version: fill.version,
})

let views: BuildingView[] = []
const buildMs = timed(() => {
  const layers = way === 'floors' ? tower.floors.map((floor) => ({ ...tower, floors: [floor] })) : [tower]
  views = layers.map((layer) => new BuildingView(layer, makePalette(options)))
  const each = tower.floors.length / views.length
  views.forEach((view, i) => {
    view.setFill(fillFrom(tower.fill, i * each, each))
    view.setOpen(null, 0, 0)
    stage.scene.add(view.group)
  })
})
views[0]!.spread('fan', [innerWidth, innerHeight], 20, 0, 0)
rig.jump({ target: [210, 150, 180], distance: 900, pitchDeg: 60, bearingDeg: 12 })
const draw = (): void => {
  for (const view of views) view.update(0, SEEN)
  stage.draw(rig.camera)
}
const gl = stage.canvas.getContext('webgl2') as WebGL2RenderingContext
const finish = (): void => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))

draw()
finish()
const first = stage.stats()
const write = (turn: number): void => {
  const fill = coloursOf(tower.floors.length * roomsAFloor, turn + 2)
  const each = tower.floors.length / views.length
  views.forEach((view, i) => view.setFill(fillFrom(fill, i * each, each)))
}

/** A point of the opened floor, the same ones every time. */
const rayOf = (turn: number): Ray => ({
  origin: [((turn * 7919) % 9973) / 24, 500, ((turn * 104_729) % 9941) / 28],
  direction: [0, -1, 0],
})
/** As it was done before: through all desks, then through all rooms. */
const scan = (ray: Ray, floor: BuildingView['floors'][number]): string | null => {
  const at = atHeight(ray, floor.y.at(0))!
  const desk = floor.model.spec.desks.find((one) => onDesk(one, at[0], at[1]))
  return desk?.id ?? floor.model.rooms.find(({ ring }) => insideRing(ring, at[0], at[1]))?.id ?? null
}
const opened = views[0]!.floors[0]!

window.interior = {
  ready: true,
  rooms: tower.floors.length * roomsAFloor,
  desks: tower.floors.length * roomsAFloor * size.desksPerRoom,
  buildMs,
  sent: first.uploadedBytes,
  drawCalls: first.drawCalls,
  rest: () => {
    const before = stage.stats().uploadedBytes
    draw()
    return stage.stats().uploadedBytes - before
  },
  write: (turn) => timed(() => write(turn)),
  switchTo: (turn) =>
    timed(() => {
      write(turn)
      draw()
      finish()
    }),
  pick: (turn) =>
    timed(() => {
      box.dataset['told'] = String(
        way === 'floors' ? scan(rayOf(turn), opened) : thingUnder(rayOf(turn), views[0]!.floors, opened, 0),
      )
    }),
}
