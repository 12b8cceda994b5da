/** The page of the movers' bench: the product's table, projection and map, or MapLibre's own GeoJSON source, fed with the same frames. */
import { Map as MapLibre, type GeoJSONSource } from 'maplibre-gl'
import { createMapEngine } from '../../src/engines/map/index.ts'
import { moverLayer } from '../../src/projections/live.ts'
import { readFrame, type Frame } from '../../src/shared/protocol/frame.ts'
import { VehicleTable } from '../../src/state/live/vehicles.ts'
import type { WorkerSetup } from './movers.worker.ts'

export interface MoversRig {
  /** Milliseconds of each piece of work on the main thread, by name. */
  readonly spent: Record<string, number[]>
  frames: number
  ready: boolean
}
declare global {
  interface Window {
    movers: MoversRig
  }
}

const query = new URLSearchParams(location.search)
const setup: WorkerSetup = { vehicles: Number(query.get('vehicles')), everyMs: Number(query.get('every')), tickMs: 250 }
const rig: MoversRig = { spent: {}, frames: 0, ready: false }
window.movers = rig
const box = document.getElementById('scene') as HTMLElement
const POSE = { lon: 108.3, lat: 23.7, zoom: 5.6, pitchDeg: 0, bearingDeg: 0 }

const timed = (name: string, work: () => void): void => {
  const began = performance.now()
  work()
  ;(rig.spent[name] ??= []).push(performance.now() - began)
}

const onFrames = (take: (frame: Frame<'vehicles'>) => void): void => {
  const worker = new Worker(new URL('./movers.worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    take(readFrame(data) as Frame<'vehicles'>)
    rig.ready = true
  }
  worker.postMessage(setup)
}

const ours = async (): Promise<void> => {
  const engine = await createMapEngine()
  await engine.mount(box, { devicePixelRatio: 1, reducedMotion: false, initialPose: POSE, background: '#060d18', land: '#0b1626', line: '#ffffff', text: '#e8f1ff', accent: '#4fd1ff', fontFamily: 'sans-serif', mapboxToken: null })
  const table = new VehicleTable()
  let drawn = -1
  onFrames((frame) => timed(frame.snapshot ? 'snapshot into the table' : 'frame into the table', () => table.apply(frame, Date.now())))
  const draw = (): void => {
    requestAnimationFrame(draw)
    rig.frames++
    if (drawn !== table.motion) {
      drawn = table.motion
      timed('layers and upload', () => engine.setLayers([moverLayer({ vehicles: table, view: null, selection: null, textPx: 10 } as never)]))
    }
    engine.setClock(Date.now())
  }
  draw()
}

const geojson = async (): Promise<void> => {
  const style = { version: 8 as const, sources: { v: { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } } }, layers: [{ id: 'v', type: 'circle' as const, source: 'v', paint: { 'circle-radius': 2, 'circle-color': '#4fd1ff' } }] }
  const map = new MapLibre({ container: box, style, center: [POSE.lon, POSE.lat], zoom: POSE.zoom, fadeDuration: 0, attributionControl: false })
  await map.once('load')
  const features: GeoJSON.Feature<GeoJSON.Point>[] = []
  onFrames(({ columns, rows }) =>
    timed('setData', () => {
      for (let i = 0; i < rows; i++) {
        const at = [(columns.lonE6[i] as number) / 1e6, (columns.latE6[i] as number) / 1e6]
        features[(columns.ordinal[i] as number) - 1] = { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: at } }
      }
      ;(map.getSource('v') as GeoJSONSource).setData({ type: 'FeatureCollection', features })
    }),
  )
  const draw = (): void => {
    requestAnimationFrame(draw)
    rig.frames++
  }
  draw()
}

void (query.get('way') === 'geojson' ? geojson() : ours())
