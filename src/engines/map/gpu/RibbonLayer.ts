import { Layer } from '@deck.gl/core'
import type { DefaultProps, LayerContext, UpdateParameters } from '@deck.gl/core'
import { Buffer, type Device } from '@luma.gl/core'
import { Model } from '@luma.gl/engine'
import type { LonLat } from '#shared/kernel/units.ts'
import type { Rgba } from '#shared/scene/layers.ts'
import { translated } from './mercator.ts'
import { ribbonsOf, VERTEX_FLOATS, type Ribbons } from './ribbons.ts'
import { ribbonFragmentShader, ribbonUniforms, ribbonVertexShader } from './ribbonShaders.ts'

type Paths = readonly (readonly LonLat[])[]

interface RibbonProps {
  /** The same array for the same lines. */
  paths: Paths
  colour: Rgba
  widthPx: number
  /** CSS pixels that all of it is drawn lower on the screen, whatever the zoom: the underside of a slab. */
  downPx: number
  /** Device pixels to a CSS pixel. */
  ratio: number
}

type RibbonState = {
  mesh: {
    readonly model: Model
    readonly buffers: readonly Buffer[]
    readonly origin: Ribbons['origin']
  } | null
}

/** Bytes. */
const FLOAT = 4

const meshes = new WeakMap<Paths, Ribbons>()
/** One border is drawn in many widths. */
const meshOf = (paths: Paths): Ribbons => {
  const made = meshes.get(paths) ?? ribbonsOf(paths)
  meshes.set(paths, made)
  return made
}

/**
 * Solid lines of one colour that nobody picks. deck.gl draws each piece of a line as an instance of its own, which GPUs and
 * software alike are slow at: the borders of a province and its neighbours are fifty thousand.
 */
export class RibbonLayer extends Layer<RibbonProps> {
  static override layerName = 'RibbonLayer'
  static override defaultProps: DefaultProps<RibbonProps> = {
    paths: { type: 'object', value: [] as never },
    colour: { type: 'array', value: [0, 0, 0, 255] as never },
    widthPx: 1,
    downPx: 0,
    ratio: 1,
  }

  declare state: RibbonState

  override initializeState(): void {
    this.setState({ mesh: null })
  }

  override updateState(params: UpdateParameters<this>): void {
    super.updateState(params)
    const { props, oldProps } = params
    if (props.paths === oldProps.paths && this.state.mesh) return
    this.#free()
    this.setState({ mesh: this.#made(this.context.device, meshOf(props.paths)) })
  }

  override draw(): void {
    const { mesh } = this.state
    if (!mesh) return
    mesh.model.shaderInputs.setProps({ ribbon: this.#uniforms(mesh.origin) } as never)
    mesh.model.draw(this.context.renderPass)
  }

  override getModels(): Model[] {
    return this.state.mesh ? [this.state.mesh.model] : []
  }

  override getNumInstances(): number {
    return this.props.paths.length
  }

  override finalizeState(context: LayerContext): void {
    this.#free()
    super.finalizeState(context)
  }

  protected override _getAttributeManager(): null {
    return null
  }

  #free(): void {
    this.state.mesh?.model.destroy()
    for (const buffer of this.state.mesh?.buffers ?? []) buffer.destroy()
  }

  #made(device: Device, { origin, vertices, indices }: Ribbons): RibbonState['mesh'] {
    if (indices.length === 0) return null
    const corners = device.createBuffer({ data: vertices })
    const indexBuffer = device.createBuffer({ data: indices, usage: Buffer.INDEX })
    const model = new Model(device, {
      ...this.getShaders({ vs: ribbonVertexShader, fs: ribbonFragmentShader, modules: [ribbonUniforms] }),
      id: this.props.id,
      topology: 'triangle-list',
      bufferLayout: [
        {
          name: 'corners',
          byteStride: VERTEX_FLOATS * FLOAT,
          attributes: [
            { attribute: 'place', format: 'float32x2', byteOffset: 0 },
            { attribute: 'across', format: 'float32x2', byteOffset: 2 * FLOAT },
            { attribute: 'side', format: 'float32', byteOffset: 4 * FLOAT },
          ],
        },
      ],
      attributes: { corners },
      indexBuffer,
      vertexCount: indices.length,
    })
    return { model, buffers: [corners, indexBuffer], origin }
  }

  #uniforms(origin: Ribbons['origin']) {
    const { colour, widthPx, downPx, ratio } = this.props
    const { viewport } = this.context
    const [x = 0, y = 0, z = 0] = viewport.center
    return {
      clipFromRelative: translated(viewport.viewProjectionMatrix, x, y, z),
      colour: colour.map((value) => value / 255),
      cameraOffset: [x - origin[0], y - origin[1]],
      halfPixels: widthPx / 2,
      pixelWorld: 1 / viewport.scale,
      down: (downPx * 2) / viewport.height,
      ratio,
    }
  }
}
