import { Layer, picking } from '@deck.gl/core'
import type { DefaultProps, LayerContext } from '@deck.gl/core'
import type { Device, Texture } from '@luma.gl/core'
import { Model } from '@luma.gl/engine'
import type { MoverLayer, Rgba } from '#shared/scene/layers.ts'
import { metresPerPixel } from '#shared/scene/ground.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { MoverRows } from '../../movers/MoverRows.ts'
import { moverForm } from '../../movers/form.ts'
import { LINE, type RowTarget } from '../../movers/scatter.ts'
import { mercatorPosition, mercatorSeries, translated } from './mercator.ts'
import { moverFragmentShader, moverUniforms, moverVertexShader } from './moverShaders.ts'

/** What is drawn, read at every draw: reports and the clock change it without deck.gl having anything to compare. */
export interface MoverSource {
  layer: MoverLayer
  selectedRow: number
  readonly clock: { readonly now: EpochMs }
  readonly accent: Rgba
}

interface MoverGlyphProps {
  source: MoverSource
}

type MoverState = {
  readonly model: Model
  readonly rows: MoverRows
  target: RowTarget | null
  textures: readonly Texture[]
  series: { readonly lat: number; readonly terms: Float64Array } | null
}

const HEADING_STEP_PX = 8
const CORNERS = 6
const KMH_OF_M_S = 3.6

/**
 * Vehicles. Written rows go to the GPU when they are next drawn, and between two reports only the time in a uniform block
 * changes. Alarms and the chosen one are drawn in a second pass, above the others.
 */
export class MoverGlyphLayer extends Layer<MoverGlyphProps> {
  static override layerName = 'MoverGlyphLayer'
  static override defaultProps: DefaultProps<MoverGlyphProps> = {
    source: { type: 'object', value: null as never },
  }

  declare state: MoverState

  override initializeState(): void {
    const { device } = this.context
    this.setState({
      model: this.#makeModel(device),
      rows: new MoverRows((device as unknown as { gl: WebGL2RenderingContext }).gl),
      target: null,
      textures: [],
      series: null,
    })
  }

  override draw(): void {
    const { model, rows } = this.state
    const { layer } = this.props.source
    if (layer.count === 0) return
    rows.sync(layer)
    this.#bind(rows.target)
    model.setVertexCount(layer.count * CORNERS)
    const uniforms = this.#uniforms()
    for (const emphasised of [0, 1]) {
      model.shaderInputs.setProps({ mover: { ...uniforms, emphasised } } as never)
      model.draw(this.context.renderPass)
    }
  }

  override getNumInstances(): number {
    return this.props.source.layer.count
  }

  override finalizeState(context: LayerContext): void {
    for (const texture of this.state.textures) texture.destroy()
    this.state.rows.destroy()
    this.state.model.destroy()
    super.finalizeState(context)
  }

  protected override _getAttributeManager(): null {
    return null
  }

  #makeModel(device: Device): Model {
    return new Model(device, {
      ...this.getShaders({
        vs: moverVertexShader,
        fs: moverFragmentShader,
        modules: [picking, moverUniforms],
      }),
      id: this.props.id,
      topology: 'triangle-list',
    })
  }

  /** The rows' own textures, made known to luma.gl again each time that they were made anew. */
  #bind(target: RowTarget | null): void {
    if (!target || this.state.target === target) return
    for (const texture of this.state.textures) texture.destroy()
    const known = (handle: WebGLTexture): Texture =>
      this.context.device.createTexture({
        handle,
        _isHandleBorrowed: true,
        format: 'rgba32uint',
        width: LINE,
        height: target.lines,
      } as never)
    const [moverFirst, moverSecond] = [known(target.first), known(target.second)]
    this.state.textures = [moverFirst, moverSecond]
    this.state.target = target
    this.state.model.setBindings({ moverFirst, moverSecond })
  }

  #northing(lat: number): Float64Array {
    if (this.state.series?.lat !== lat) this.state.series = { lat, terms: mercatorSeries(lat) }
    return this.state.series.terms
  }

  #uniforms() {
    const { layer, clock, accent, selectedRow } = this.props.source
    const { viewport } = this.context
    const origin = mercatorPosition(layer.origin[0], layer.origin[1])
    const [x = 0, y = 0, z = 0] = viewport.center
    const terms = this.#northing(layer.origin[1])
    const { form, tailS } = moverForm(layer.forms, viewport.zoom)
    const unit = (colour: Rgba): number[] => colour.map((value) => value / 255)
    return {
      clipFromRelative: translated(viewport.viewProjectionMatrix, x, y, z),
      palette0: unit(layer.palette[0]),
      palette1: unit(layer.palette[1]),
      palette2: unit(layer.palette[2]),
      palette3: unit(layer.palette[3]),
      northing0: [...terms.subarray(0, 4)],
      northing1: [...terms.subarray(4, 8)],
      accent: unit(accent),
      cameraOffset: [x - origin[0], y - origin[1]],
      pixelToClip: [2 / viewport.width, 2 / viewport.height],
      seconds: (clock.now - layer.epoch) / 1000,
      sizePixels: layer.sizePx,
      selectedRow,
      headingStep: HEADING_STEP_PX / viewport.scale,
      originLat: layer.origin[1],
      form,
      alarmsOnly: layer.alarmsOnly ? 1 : 0,
      tailWorld: tailS / KMH_OF_M_S / metresPerPixel(0, layer.origin[1]),
    }
  }
}
