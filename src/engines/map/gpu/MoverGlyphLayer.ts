import { Layer, picking } from '@deck.gl/core'
import type { DefaultProps, LayerContext, UpdateParameters } from '@deck.gl/core'
import type { Buffer, Device } from '@luma.gl/core'
import { Model } from '@luma.gl/engine'
import type { Column, MoverLayer, Rgba } from '#shared/scene/layers.ts'
import type { EpochMs } from '#shared/units.ts'
import { mercatorPosition, mercatorSeries } from './mercator.ts'
import { moverFragmentShader, moverUniforms, moverVertexShader } from './moverShaders.ts'

interface MoverGlyphProps {
  movers: MoverLayer
  /** Read at every draw; turning it re-renders nothing by itself. */
  clock: { readonly now: EpochMs }
  accent: Rgba
  selectedRow: number
}

const COLUMNS = {
  instanceFrom: { pick: (m: MoverLayer) => m.from, format: 'float32x2', perRow: 2 },
  instanceTo: { pick: (m: MoverLayer) => m.to, format: 'float32x2', perRow: 2 },
  instanceSpan: { pick: (m: MoverLayer) => m.spans, format: 'float32x2', perRow: 2 },
  instanceHeading: { pick: (m: MoverLayer) => m.headings, format: 'float32', perRow: 1 },
  instanceSpeed: { pick: (m: MoverLayer) => m.speeds, format: 'unorm8', perRow: 1 },
  instanceState: { pick: (m: MoverLayer) => m.states, format: 'unorm8', perRow: 1 },
} as const
type ColumnName = keyof typeof COLUMNS
const NAMES = Object.keys(COLUMNS) as ColumnName[]

/** One column on the GPU; the bytes travel only when the version moved. */
interface GpuColumn {
  buffer: Buffer
  version: number
}

const HEADING_STEP_PX = 8

/**
 * Vehicles. Columns go to the GPU as they are, and between two reports only the time in a uniform block changes.
 * Alarms and the chosen one are drawn in a second pass, above the others.
 */
export class MoverGlyphLayer extends Layer<MoverGlyphProps> {
  static override layerName = 'MoverGlyphLayer'
  static override defaultProps: DefaultProps<MoverGlyphProps> = { movers: { type: 'object', value: null as never }, clock: { type: 'object', value: { now: 0 } }, selectedRow: -1 }

  declare state: { model: Model; columns: Map<ColumnName, GpuColumn>; series: { lat: number; terms: Float64Array } | null; rows: number }

  override initializeState(): void {
    const { device } = this.context
    this.setState({ model: this.#makeModel(device), columns: new Map(), series: null, rows: 0 })
  }

  override updateState(params: UpdateParameters<this>): void {
    super.updateState(params)
    const { movers } = this.props
    for (const name of NAMES) this.#upload(name, COLUMNS[name].pick(movers), movers.count * COLUMNS[name].perRow)
    this.state.rows = movers.count
    if (this.state.series?.lat !== movers.origin[1]) this.state.series = { lat: movers.origin[1], terms: mercatorSeries(movers.origin[1]) }
  }

  override draw(): void {
    const { model, rows } = this.state
    if (rows === 0) return
    model.setInstanceCount(rows)
    for (const emphasised of [0, 1]) {
      model.shaderInputs.setProps({ mover: { ...this.#uniforms(), emphasised } } as never)
      model.draw(this.context.renderPass)
    }
  }

  override getNumInstances(): number {
    return this.state?.rows ?? 0
  }

  override finalizeState(context: LayerContext): void {
    for (const { buffer } of this.state.columns.values()) buffer.destroy()
    this.state.model.destroy()
    super.finalizeState(context)
  }

  protected override _getAttributeManager(): null {
    return null
  }

  #makeModel(device: Device): Model {
    return new Model(device, {
      ...this.getShaders({ vs: moverVertexShader, fs: moverFragmentShader, modules: [picking, moverUniforms] }),
      id: this.props.id,
      topology: 'triangle-strip',
      vertexCount: 4,
      isInstanced: true,
      bufferLayout: NAMES.map((name) => ({ name, format: COLUMNS[name].format, stepMode: 'instance' as const })),
    })
  }

  #upload(name: ColumnName, column: Column<Float32Array | Uint8Array>, length: number): void {
    const known = this.state.columns.get(name)
    const values = column.values.subarray(0, length)
    const bytes = Math.max(4, values.byteLength)
    if (known && known.version === column.version && known.buffer.byteLength === bytes) return
    if (known?.buffer.byteLength === bytes) {
      known.buffer.write(values)
      known.version = column.version
      return
    }
    known?.buffer.destroy()
    const buffer = this.context.device.createBuffer({ id: `${this.id}-${name}`, byteLength: bytes })
    buffer.write(values)
    this.state.columns.set(name, { buffer, version: column.version })
    this.state.model.setAttributes({ [name]: buffer })
  }

  #uniforms() {
    const { movers, clock, accent, selectedRow } = this.props
    const { viewport } = this.context
    const origin = mercatorPosition(movers.origin[0], movers.origin[1])
    const [x = 0, y = 0, z = 0] = viewport.center
    const terms = this.state.series?.terms ?? new Float64Array(8)
    const unit = (colour: Rgba): number[] => colour.map((value) => value / 255)
    return {
      clipFromRelative: translated(viewport.viewProjectionMatrix, x, y, z),
      palette0: unit(movers.palette[0]),
      palette1: unit(movers.palette[1]),
      palette2: unit(movers.palette[2]),
      palette3: unit(movers.palette[3]),
      northing0: [...terms.subarray(0, 4)],
      northing1: [...terms.subarray(4, 8)],
      accent: unit(accent),
      cameraOffset: [x - origin[0], y - origin[1]],
      pixelToClip: [2 / viewport.width, 2 / viewport.height],
      seconds: (clock.now - movers.epoch) / 1000,
      sizePixels: movers.sizePx,
      selectedRow,
      headingStep: HEADING_STEP_PX / viewport.scale,
      originLat: movers.origin[1],
    }
  }
}

/** The matrix that first moves by (x, y, z); computed in 64 bits so that what the GPU sees is relative to the camera. */
const translated = (m: readonly number[], x: number, y: number, z: number): number[] => {
  const result = [...m]
  for (let row = 0; row < 4; row++) {
    result[12 + row] = (m[row] as number) * x + (m[4 + row] as number) * y + (m[8 + row] as number) * z + (m[12 + row] as number)
  }
  return result
}
