/** A fleet in the product's own table, for the engine page: reports go in, the layer of the vehicles comes out. */
import { moverLayer } from '../../../../src/layers/vehicles/draw.ts'
import { makeFrame, readFrame, type Frame } from '../../../../src/shared/protocol/frame.ts'
import type { MoverLayer } from '../../../../src/shared/scene/layers.ts'
import { VehicleTable } from '../../../../src/state/live/vehicles.ts'

export interface Report {
  readonly ordinal: number
  readonly lon: number
  readonly lat: number
  readonly kmh?: number
  readonly headingDeg?: number
  readonly state?: number
}

export interface Fleet {
  report(reports: readonly Report[], now: number, snapshot?: boolean): void
  layer(sizePx?: number): MoverLayer
}

export const makeFleet = (): Fleet => {
  const table = new VehicleTable()
  let sequence = 0
  return {
    report: (reports, now, snapshot = false) => {
      const { buffer, columns } = makeFrame({
        topic: 'vehicles',
        snapshot,
        sequence: ++sequence,
        follows: snapshot ? 0 : sequence - 1,
        rows: reports.length,
        serverTime: now,
      })
      for (const [i, { ordinal, lon, lat, kmh = 0, headingDeg = 0, state = 0 }] of reports.entries()) {
        columns.ordinal[i] = ordinal
        columns.lonE6[i] = Math.round(lon * 1e6)
        columns.latE6[i] = Math.round(lat * 1e6)
        columns.speedKmh[i] = kmh
        columns.heading[i] = Math.round((headingDeg / 360) * 256)
        columns.state[i] = state
      }
      table.apply(readFrame(buffer) as Frame<'vehicles'>, now)
    },
    layer: (sizePx = 12) => ({
      ...moverLayer({
        vehicles: table,
        view: null,
        layers: ['depots'],
        selection: null,
        textPx: 10,
      } as never),
      sizePx,
    }),
  }
}
