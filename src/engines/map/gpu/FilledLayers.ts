import type { DefaultProps, LayerContext, UpdateParameters } from '@deck.gl/core'
import { ScatterplotLayer, SolidPolygonLayer } from '@deck.gl/layers'
import type { ScatterplotLayerProps, SolidPolygonLayerProps } from '@deck.gl/layers'
import type { AreaPattern, Column, Rgba } from '#shared/scene/layers.ts'
import { RowFillTexture, rowFillModule } from './rowFill.ts'

export interface FilledProps {
  /** 4 bytes a row. */
  fill: Column<Uint8Array>
  /** Polygons only: what lies over the fills, the place that it is fixed to, device pixels to a CSS pixel. */
  pattern: (AreaPattern & { readonly from: readonly [number, number]; readonly ratio: number }) | null
  /** −1 for none. */
  selectedRow: number
  hoveredRow: number
  /** Polygons only: CSS pixels that the slab under them hangs below; 0 for none. The same geometry is drawn once more. */
  slabPx: number
  slabColour: Rgba
  /** Dots only: a white edge and a dark ring, where else they have a dark rim. */
  edged: boolean
}

interface DrawOptions {
  readonly uniforms: unknown
  readonly shaderModuleProps?: { readonly picking?: { readonly isActive?: boolean | number } } | null
}

interface Shaders {
  modules: object[]
}

const NO_FILL: Column<Uint8Array> = { values: new Uint8Array(0), version: -1 }
const filledDefaults = {
  /** None, but a number: rows come from the picking index, which deck.gl else has only where a layer can be picked. */
  highlightedObjectIndex: -1,
  fill: { type: 'object' as const, value: NO_FILL },
  pattern: { type: 'object' as const, value: null, optional: true },
  selectedRow: -1,
  hoveredRow: -1,
  slabPx: 0,
  slabColour: { type: 'array' as const, value: [0, 0, 0, 255] as never },
  edged: false,
}
const NO_PATTERN = { patternRow: 0, patternEvery: 1, patternFrom: [0, 0] } as const
const withRowFill = (shaders: Shaders): Shaders => ({
  ...shaders,
  modules: [...shaders.modules, rowFillModule],
})

/** Polygons, flat or raised, whose fills live in a texture. */
export class FilledPolygonLayer<DataT> extends SolidPolygonLayer<DataT, FilledProps> {
  static override layerName = 'FilledPolygonLayer'
  static override defaultProps: DefaultProps<SolidPolygonLayerProps & FilledProps> = filledDefaults
  #fill: RowFillTexture | null = null

  override getShaders(type: unknown): unknown {
    return withRowFill(super.getShaders(type) as Shaders)
  }

  override initializeState(): void {
    super.initializeState()
    this.setState({ rowFill: new RowFillTexture(this.context.device) })
  }

  override updateState(params: UpdateParameters<this>): void {
    super.updateState(params)
    this.#rowFill.write(this.props.fill, this.props.pattern ?? undefined)
  }

  override draw(options: DrawOptions): void {
    const { selectedRow, hoveredRow, extruded, slabPx, slabColour, pattern } = this.props
    const rowFill = {
      selectedRow,
      hoveredRow,
      shaded: extruded ? 1 : 0,
      rimmed: 0,
      sunkPixels: 0,
      ...(pattern ? this.#patternOn(pattern) : NO_PATTERN),
      rowFillTexture: this.#rowFill.texture,
    }
    if (slabPx > 0 && !options.shaderModuleProps?.picking?.isActive) {
      this.setShaderModuleProps({
        rowFill: { ...rowFill, sunkPixels: slabPx, sunkColour: slabColour.map((value) => value / 255) },
      } as never)
      super.draw(options as never)
    }
    this.setShaderModuleProps({ rowFill } as never)
    super.draw(options as never)
  }

  override finalizeState(context: LayerContext): void {
    this.#rowFill.destroy()
    super.finalizeState(context)
  }

  /** It goes with its place on the ground, so that it stands still on what it lies over. */
  #patternOn({ from, everyPx, ratio }: NonNullable<FilledProps['pattern']>): object {
    const { viewport } = this.context
    const every = everyPx * ratio
    const [x = 0, y = 0] = viewport.project([...from])
    const turn = every * Math.SQRT2
    return {
      patternRow: this.#rowFill.patternRow,
      patternEvery: every,
      patternFrom: [(x * ratio) % turn, ((viewport.height - y) * ratio) % turn],
    }
  }

  get #rowFill(): RowFillTexture {
    return (this.#fill ??= (this.state as unknown as { rowFill: RowFillTexture }).rowFill)
  }
}

/** Dots of constant size with a dark rim, whose fills live in a texture. */
export class FilledDotLayer<DataT> extends ScatterplotLayer<DataT, FilledProps> {
  static override layerName = 'FilledDotLayer'
  static override defaultProps: DefaultProps<ScatterplotLayerProps & FilledProps> = filledDefaults
  #fill: RowFillTexture | null = null

  override getShaders(): unknown {
    return withRowFill(super.getShaders() as Shaders)
  }

  override initializeState(): void {
    super.initializeState()
    this.setState({ rowFill: new RowFillTexture(this.context.device) })
  }

  override updateState(params: UpdateParameters<this>): void {
    super.updateState(params)
    this.#rowFill.write(this.props.fill)
  }

  override draw(options: { uniforms: unknown }): void {
    const { selectedRow, hoveredRow, edged } = this.props
    const rowFill = {
      selectedRow,
      hoveredRow,
      shaded: 0,
      rimmed: edged ? 2 : 1,
      sunkPixels: 0,
      ...NO_PATTERN,
      rowFillTexture: this.#rowFill.texture,
    }
    this.setShaderModuleProps({ rowFill } as never)
    super.draw(options as never)
  }

  override finalizeState(context: LayerContext): void {
    this.#rowFill.destroy()
    super.finalizeState(context)
  }

  get #rowFill(): RowFillTexture {
    return (this.#fill ??= (this.state as unknown as { rowFill: RowFillTexture }).rowFill)
  }
}
