import type { Device, Texture } from '@luma.gl/core'
import type { ClusterLayer } from '#shared/scene/layers.ts'
import { paintCluster } from '../../clusterFace.ts'
import { SharpIconLayer } from '../gpu/SharpIconLayer.ts'
import { FLAT, PICK_SUFFIX, rowOf, type DrawnLayer, type Stage } from './drawn.ts'
import { LIT, placeAt, ring } from './points.ts'

/** Discs with their arcs and figures, painted once for each set of faces. */
export const drawClusters = (stage: Stage): DrawnLayer<ClusterLayer> => new DrawnClusters(stage)

/** Around each disc on its sheet, device pixels. */
const GAP = 2

class DrawnClusters implements DrawnLayer<ClusterLayer> {
  readonly #stage: Stage
  #sheet: { readonly key: string; readonly texture: Texture; readonly mapping: object } | null = null
  #ids: readonly string[] = []
  #rows: ReadonlyMap<string, number> = new Map()
  #data: { readonly length: number } = { length: 0 }

  constructor(stage: Stage) {
    this.#stage = stage
  }

  update(spec: ClusterLayer) {
    if (spec.ids !== this.#ids) {
      this.#ids = spec.ids
      this.#rows = new Map(spec.ids.map((id, row) => [id, row]))
    }
    if (this.#data.length !== spec.ids.length) this.#data = { length: spec.ids.length }
    const { texture, mapping } = this.#sheetOf(spec)
    const position = placeAt(spec.positions)
    const lit = rowOf(this.#rows, spec.hovered)
    const chosen = rowOf(this.#rows, spec.selected)
    return [
      new SharpIconLayer<unknown>({
        id: `${spec.id}${PICK_SUFFIX}`,
        data: this.#data as never,
        visible: spec.visible,
        pickable: spec.pickable,
        iconAtlas: texture as never,
        iconMapping: mapping as never,
        getIcon: (_: unknown, { index }: { index: number }) => String(index),
        getPosition: (_: unknown, { index }: { index: number }) => position(index),
        getSize: (_: unknown, { index }: { index: number }) => (spec.radii.values[index] ?? 0) * 2,
        updateTriggers: {
          getPosition: spec.positions.version,
          getSize: spec.radii.version,
          getIcon: this.#sheet?.key,
        },
        sizeUnits: 'pixels',
        billboard: true,
        alphaCutoff: 0.02,
        parameters: FLAT,
      } as never),
      ring(spec, lit === chosen ? -1 : lit, { name: 'hovered', color: LIT, awayPx: 3 }),
      ring(spec, chosen, { name: 'selected', color: this.#stage.accent, awayPx: 3 }),
    ]
  }

  idAt(row: number): string | null {
    return this.#ids[row] ?? null
  }

  destroy(): void {
    this.#sheet?.texture.destroy()
    this.#sheet = null
  }

  #sheetOf(spec: ClusterLayer) {
    const key = `${spec.faces.version} ${spec.radii.version}`
    if (this.#sheet?.key === key) return this.#sheet
    const { devicePixelRatio, fontFamily, text } = this.#stage.options
    const sizes = [...spec.radii.values].map((radius) => Math.ceil(radius * 2 * devicePixelRatio))
    const height = Math.max(1, ...sizes) + GAP * 2
    const canvas = document.createElement('canvas')
    canvas.width = sizes.reduce((sum, size) => sum + size + GAP, GAP)
    canvas.height = height
    const pen = canvas.getContext('2d', { willReadFrequently: true })!
    let x = GAP
    const cells = sizes.map((size, row) => {
      const cell = { x, y: GAP, width: size, height: size, anchorX: size / 2, anchorY: size / 2 }
      paintCluster(pen, [x + size / 2, GAP + size / 2], size / 2, spec.faces.values[row]!, {
        fontFamily,
        text,
      })
      x += size + GAP
      return cell
    })
    this.#sheet?.texture.destroy()
    const texture = textureOf(this.#stage.device, pen.getImageData(0, 0, canvas.width, canvas.height))
    this.#sheet = { key, texture, mapping: Object.fromEntries(cells.entries()) }
    return this.#sheet
  }
}

const textureOf = (device: Device, { data, width, height }: ImageData): Texture => {
  const texture = device.createTexture({
    width,
    height,
    format: 'rgba8unorm',
    sampler: { minFilter: 'linear', magFilter: 'linear' },
  })
  texture.writeData(data, { x: 0, y: 0, width, height })
  return texture
}
