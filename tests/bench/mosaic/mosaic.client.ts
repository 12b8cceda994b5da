/** The page of the mosaic's bench: a province of 990,000 rooms by the product's own parts, or as points of deck.gl in the same browser. */
import { HOME } from '../../../src/engines/mosaic/camera.ts'
import { cellOf, layoutOf, spotAt, type CityInput, type Layout } from '../../../src/engines/mosaic/layout.ts'
import { codeBytes, MosaicCanvas } from '../../../src/engines/mosaic/MosaicCanvas.ts'
import { paint, paintAhead } from '../../../src/projections/mosaic/paint.ts'
import { namedIn, placeIn, roomAt, type MosaicRooms } from '../../../src/projections/mosaic/rooms.ts'
import {
  box,
  height,
  inOrder,
  inputOf,
  inputs,
  NOW,
  pointOf,
  query,
  read,
  startsOf,
  swatches,
  timed,
  width,
} from './rig.ts'

const heldBy = (parts: readonly MosaicRooms[], layout: Layout, codes: Uint8Array): number => {
  const blocks = layout.cities.reduce((sum, { counts }) => sum + counts.length, 0)
  const columns = parts.reduce(
    (sum, part) =>
      sum +
      [...part.columns.values()].reduce((all, { byteLength }) => all + byteLength, 0) +
      part.floorEnds.byteLength +
      part.buildingEnds.byteLength +
      part.buildingFloors.byteLength,
    0,
  )
  /** Classes here and as texture; of a block what the layout keeps and what the device has. */
  return columns + codes.byteLength * 2 + blocks * (20 + 4 * 3 + 2 * 3)
}

const ours = async (): Promise<void> => {
  const parts = await read()
  const rooms = parts.reduce((sum, part) => sum + part.rooms, 0)
  const ordered = inOrder(parts)
  let cities: CityInput[] = []
  const groupMs = timed(() => (cities = startsOf(parts)))
  let layout = {} as Layout
  const layoutMs = timed(() => (layout = layoutOf(cities, { width, height, head: 26, between: 6 })))
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  box.append(canvas)
  const picture = new MosaicCanvas(canvas, { ground: [6, 13, 24], plate: [11, 22, 38] }, () => undefined)
  const codes = new Uint8Array(codeBytes(rooms))
  picture.setLayout(layout)
  picture.setPalette(swatches(0))
  for (const input of inputs) paintAhead(parts, input, NOW)
  const gl = canvas.getContext('webgl2') as WebGL2RenderingContext
  const byId = new Map(parts.map((part) => [part.id, part]))
  window.mosaic = {
    ready: true,
    rooms,
    layoutMs,
    groupMs,
    held: heldBy(parts, layout, codes),
    get drawCalls() {
      return picture.stats.draws
    },
    write: (turn) =>
      timed(() => {
        paint(ordered, inputOf(turn), NOW, codes)
        picture.setPalette(swatches(turn))
        picture.setCodes(codes)
      }),
    switchTo: (turn) =>
      timed(() => {
        paint(ordered, inputOf(turn), NOW, codes)
        picture.setPalette(swatches(turn))
        picture.setCodes(codes)
        picture.draw(HOME, [0, 0], 1)
        gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4))
      }),
    hover: (turn) =>
      timed(() => {
        const spot = spotAt(layout, ...pointOf(turn))
        const part = spot && byId.get(spot.city.id)
        if (!part || spot.group === null) return
        const at = (part.buildingEnds[spot.group - 1] ?? 0) + spot.nth
        const room = roomAt(part, at, NOW)
        const { x } = cellOf(layout, spot.city, spot.group, spot.nth)
        box.dataset['told'] =
          `${room.use} ${x} ${namedIn(part, 'building', placeIn(part.buildingEnds, at)).name} ${namedIn(part, 'unit', Math.max((part.unit[at] as number) - 1, 0)).name}`
      }),
  }
}

const begin = async (): Promise<void> =>
  query.get('way') === 'deck' ? (await import('./decks.ts')).decks() : ours()
void begin()
