/** The page of the movers' bench: the product's table, projection and engine, or MapLibre's own GeoJSON source, fed with the same frames. */
import { Map as MapLibre, type GeoJSONSource } from 'maplibre-gl'
import { GlCounter } from '../../../src/engines/GlCounter.ts'
import { createMapEngine } from '../../../src/engines/map/index.ts'
import { moverLayer } from '../../../src/layers/vehicles/draw.ts'
import { readFrame, type Frame } from '../../../src/shared/protocol/frame.ts'
import type { MoverLayer } from '../../../src/shared/scene/layers.ts'
import { VehicleTable } from '../../../src/state/live/vehicles.ts'
import { CASES } from '../../builders/screen/engine/cases.ts'
import { cutDrawing } from './cutDrawing.ts'
import type { WorkerSetup } from './movers.worker.ts'

/** `rows`: as the product; `scene`: over counties, dots and names; `whole`: the same, told nothing of which rows were written; `geojson`: MapLibre's own source. */
export type Way = 'rows' | 'scene' | 'whole' | 'geojson'

export interface MoversRig {
  /** Milliseconds of each piece of work on the main thread, by name. */
  readonly spent: Record<string, number[]>
  frames: number
  ticks: number
  ready: boolean
  uploadedBytes: number
  /** Uploads that no report had asked for. */
  uploadsBetween: number
  /** Begins to count anew. */
  restart(): void
}
declare global {
  interface Window {
    movers: MoversRig
  }
}

const query = new URLSearchParams(location.search)
const way = query.get('way') as Way
const setup: WorkerSetup = {
  vehicles: Number(query.get('vehicles')),
  everyMs: Number(query.get('every')),
  tickMs: 250,
}
const box = document.getElementById('scene') as HTMLElement
const POSE = { lon: 108.3, lat: 23.7, zoom: 5.6, pitchDeg: 0, bearingDeg: 0 }
let uploads = (): { uploads: number; uploadedBytes: number } => ({ uploads: 0, uploadedBytes: 0 })
let begun = { uploadedBytes: 0 }
const rig: MoversRig = {
  spent: {},
  frames: 0,
  ticks: 0,
  ready: false,
  uploadedBytes: 0,
  uploadsBetween: 0,
  restart: () => {
    begun = uploads()
    Object.assign(rig, { frames: 0, ticks: 0, uploadsBetween: 0 })
    for (const list of Object.values(rig.spent)) list.length = 0
  },
}
window.movers = rig

const timed = (name: string, work: () => void): void => {
  const began = performance.now()
  work()
  ;(rig.spent[name] ??= []).push(performance.now() - began)
}

const onFrames = (take: (frame: Frame<'vehicles'>) => void): void => {
  const worker = new Worker(new URL('./movers.worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    const frame = readFrame(data) as Frame<'vehicles'>
    take(frame)
    if (!frame.snapshot) rig.ticks++
    rig.ready = true
  }
  worker.postMessage(setup)
}

/** At each animation frame: whether the uploads since the last one were asked for by a report. */
const watchUploads = (): { asked(): void; look(): void } => {
  let isAsked = false
  let seen = uploads().uploads
  return {
    asked: () => (isAsked = true),
    look: () => {
      const now = uploads()
      rig.uploadedBytes = now.uploadedBytes - begun.uploadedBytes
      if (now.uploads !== seen && !isAsked) rig.uploadsBetween += now.uploads - seen
      if (now.uploads !== seen) isAsked = false
      seen = now.uploads
    },
  }
}

const ours = async (): Promise<void> => {
  const engine = await createMapEngine()
  await engine.mount(box, {
    devicePixelRatio: 1,
    reducedMotion: false,
    initialPose: POSE,
    background: '#060d18',
    land: '#0b1626',
    line: '#ffffff',
    text: '#e8f1ff',
    accent: '#4fd1ff',
    fontFamily: 'sans-serif',
    mapboxToken: null,
  })
  const table = new VehicleTable()
  uploads = () => engine.stats()
  const watch = watchUploads()
  const layer = (): MoverLayer => {
    const { journal, ...whole } = moverLayer({
      vehicles: table,
      view: null,
      selection: null,
      textPx: 10,
    } as never)
    return way !== 'whole' && journal ? { ...whole, journal } : whole
  }
  const under =
    way === 'scene' ? [...(CASES['labels']?.().layers ?? []), ...(CASES['points']?.().layers ?? [])] : []
  let drawn = -1
  onFrames((frame) =>
    timed(frame.snapshot ? 'snapshot into the table' : 'frame into the table', () =>
      table.apply(frame, Date.now()),
    ),
  )
  const draw = (): void => {
    requestAnimationFrame(draw)
    rig.frames++
    watch.look()
    if (drawn !== table.motion) {
      drawn = table.motion
      watch.asked()
      timed('layers', () => engine.setLayers([...under, layer()]))
    }
    engine.setClock(Date.now())
  }
  draw()
}

const geojson = async (): Promise<void> => {
  const style = {
    version: 8 as const,
    sources: { v: { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } } },
    layers: [
      {
        id: 'v',
        type: 'circle' as const,
        source: 'v',
        paint: { 'circle-radius': 2, 'circle-color': '#4fd1ff' },
      },
    ],
  }
  const map = new MapLibre({
    container: box,
    style,
    center: [POSE.lon, POSE.lat],
    zoom: POSE.zoom,
    fadeDuration: 0,
    attributionControl: false,
  })
  const counter = new GlCounter()
  counter.watch(map.getCanvas().getContext('webgl2') as WebGL2RenderingContext)
  uploads = () => counter.stats()
  await map.once('load')
  const watch = watchUploads()
  const features: GeoJSON.Feature<GeoJSON.Point>[] = []
  onFrames(({ columns, rows }) =>
    timed('setData', () => {
      for (let i = 0; i < rows; i++) {
        const at = [(columns.lonE6[i] as number) / 1e6, (columns.latE6[i] as number) / 1e6]
        features[(columns.ordinal[i] as number) - 1] = {
          type: 'Feature',
          properties: {},
          geometry: { type: 'Point', coordinates: at },
        }
      }
      ;(map.getSource('v') as GeoJSONSource).setData({ type: 'FeatureCollection', features })
    }),
  )
  const draw = (): void => {
    requestAnimationFrame(draw)
    rig.frames++
    watch.look()
  }
  draw()
}

if (query.get('drawing') === 'cut') cutDrawing()
void (way === 'geojson' ? geojson() : ours())
