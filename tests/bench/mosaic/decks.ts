import { Deck, OrthographicView, type PickingInfo } from '@deck.gl/core'
import { ScatterplotLayer } from '@deck.gl/layers'
import { cellOf, layoutOf, type Layout } from '../../../src/engines/mosaic/layout.ts'
import { codeBytes } from '../../../src/engines/mosaic/MosaicCanvas.ts'
import { paint, paintAhead } from '../../../src/projections/mosaic/paint.ts'
import type { MosaicRooms } from '../../../src/projections/mosaic/rooms.ts'
import {
  box,
  height,
  inOrder,
  inputOf,
  inputs,
  NOW,
  pointOf,
  read,
  startsOf,
  swatches,
  timed,
  width,
} from './rig.ts'

/** Classes as four bytes a room. */
const makeColours = (parts: readonly MosaicRooms[]) => {
  const rooms = parts.reduce((sum, part) => sum + part.rooms, 0)
  const codes = new Uint8Array(codeBytes(rooms))
  const ordered = inOrder(parts)
  return (turn: number): Uint8Array => {
    paint(ordered, inputOf(turn), NOW, codes)
    const colours = new Uint8Array(rooms * 4)
    const palette = swatches(turn)
    for (let i = 0; i < rooms; i++) {
      const { rgb } = palette[codes[i] as number] as (typeof palette)[number]
      colours[i * 4] = rgb[0]
      colours[i * 4 + 1] = rgb[1]
      colours[i * 4 + 2] = rgb[2]
      colours[i * 4 + 3] = 255
    }
    return colours
  }
}

/** Middles of all cells. */
const positionsOf = (layout: Layout, rooms: number): Float32Array => {
  const positions = new Float32Array(rooms * 2)
  for (const city of layout.cities)
    for (let group = 0; group < city.counts.length; group++)
      for (let nth = 0; nth < (city.counts[group] as number); nth++) {
        const { x, y } = cellOf(layout, city, group, nth)
        positions.set([x + layout.cell / 2, y + layout.cell / 2], ((city.starts[group] as number) + nth) * 2)
      }
  return positions
}

/** The same cells as points of deck.gl: positions and colours as attributes that it is given ready. */
export const decks = async (): Promise<void> => {
  const parts = await read()
  const rooms = parts.reduce((sum, part) => sum + part.rooms, 0)
  const cities = startsOf(parts)
  const layout = layoutOf(cities, { width, height, head: 26, between: 6 })
  const positions = positionsOf(layout, rooms)
  for (const input of inputs) paintAhead(parts, input, NOW)
  const coloured = makeColours(parts)
  const layerOf = (turn: number) =>
    new ScatterplotLayer({
      id: 'rooms',
      data: {
        length: rooms,
        attributes: {
          getPosition: { value: positions, size: 2 },
          getFillColor: { value: coloured(turn), size: 4 },
        },
      },
      getRadius: layout.cell / 2,
      radiusUnits: 'common',
      pickable: true,
    })
  const deck = new Deck({
    parent: box as HTMLDivElement,
    width,
    height,
    views: new OrthographicView(),
    initialViewState: { target: [width / 2, height / 2, 0], zoom: 0 },
    layers: [layerOf(0)],
  })
  await new Promise((done) => setTimeout(done, 4000))
  const glOf = (): WebGL2RenderingContext =>
    box.querySelector('canvas')?.getContext('webgl2') as WebGL2RenderingContext
  let info: PickingInfo | null = null
  window.mosaic = {
    ready: true,
    rooms,
    layoutMs: 0,
    groupMs: 0,
    /** Positions and colours, here and on the device. */
    held: rooms * (8 + 4) * 2,
    drawCalls: 1,
    write: (turn) => timed(() => void layerOf(turn)),
    switchTo: (turn) =>
      timed(() => {
        deck.setProps({ layers: [layerOf(turn)] })
        deck.redraw('bench')
        glOf().readPixels(0, 0, 1, 1, glOf().RGBA, glOf().UNSIGNED_BYTE, new Uint8Array(4))
      }),
    hover: (turn) =>
      timed(() => {
        const [x, y] = pointOf(turn)
        info = deck.pickObject({ x, y })
        box.dataset['told'] = String(info?.index)
      }),
  }
}
