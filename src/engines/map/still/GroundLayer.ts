import { Layer } from '@deck.gl/core'
import type { DefaultProps, LayerContext } from '@deck.gl/core'
import type { Model } from '@luma.gl/engine'
import type { Rgba } from '#shared/scene/layers.ts'
import { makeWholeCanvas } from './wholeCanvas.ts'

interface GroundProps {
  ground: Rgba
}

/** One colour beneath everything. A basemap's own background would be drawn tile by tile, each frame. */
export class GroundLayer extends Layer<GroundProps> {
  static override layerName = 'GroundLayer'
  static override defaultProps: DefaultProps<GroundProps> = {
    ground: { type: 'color', value: [0, 0, 0, 255] },
  }

  declare state: { readonly model: Model }

  override initializeState(): void {
    const [r, g, b] = this.props.ground.map((value) => (value / 255).toFixed(6))
    this.setState({
      model: makeWholeCanvas(this.context.device, this.props.id, `colour = vec4(${r}, ${g}, ${b}, 1.0);`),
    })
  }

  override draw(): void {
    this.state.model.draw(this.context.renderPass)
  }

  override finalizeState(context: LayerContext): void {
    this.state.model.destroy()
    super.finalizeState(context)
  }

  protected override _getAttributeManager(): null {
    return null
  }
}
