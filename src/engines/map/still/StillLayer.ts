import { Layer } from '@deck.gl/core'
import type { DefaultProps, LayerContext } from '@deck.gl/core'
import type { Framebuffer } from '@luma.gl/core'
import type { Model } from '@luma.gl/engine'
import type { Stillness } from './stillness.ts'
import { makeWholeCanvas } from './wholeCanvas.ts'

interface StillProps {
  still: Stillness
}
type StillState = { readonly model: Model; kept: Framebuffer | null }

/**
 * Stands between the layers that do not move and those that do. It keeps what was drawn beneath it, and shows it in the
 * frames in which nothing there changed: then the moving ones alone are drawn.
 */
export class StillLayer extends Layer<StillProps> {
  static override layerName = 'StillLayer'
  static override defaultProps: DefaultProps<StillProps> = {
    still: { type: 'object', value: null as never },
  }

  declare state: StillState

  override initializeState(): void {
    const model = makeWholeCanvas(
      this.context.device,
      this.props.id,
      'colour = texelFetch(keptPicture, ivec2(gl_FragCoord.xy), 0);',
      'uniform sampler2D keptPicture;',
    )
    this.setState({ model, kept: null })
  }

  override draw(): void {
    const { still } = this.props
    if (still.now === 'keep') this.#keep()
    if (still.now === 'show') this.state.model.draw(this.context.renderPass)
  }

  override finalizeState(context: LayerContext): void {
    this.state.kept?.destroy()
    this.state.model.destroy()
    super.finalizeState(context)
  }

  protected override _getAttributeManager(): null {
    return null
  }

  /** Samples of a smoothed canvas become one each here, as they would at the end of the frame. */
  #keep(): void {
    const { gl } = this.context.device as unknown as { gl: WebGL2RenderingContext }
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl
    const kept = this.#room(width, height)
    const canvas = gl.getParameter(gl.DRAW_FRAMEBUFFER_BINDING) as WebGLFramebuffer | null
    const isCut = gl.isEnabled(gl.SCISSOR_TEST)
    if (isCut) gl.disable(gl.SCISSOR_TEST)
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, canvas)
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, (kept as unknown as { handle: WebGLFramebuffer }).handle)
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST)
    gl.bindFramebuffer(gl.FRAMEBUFFER, canvas)
    if (isCut) gl.enable(gl.SCISSOR_TEST)
  }

  #room(width: number, height: number): Framebuffer {
    const { kept, model } = this.state
    if (kept && kept.width === width && kept.height === height) return kept
    kept?.destroy()
    const keptPicture = this.context.device.createTexture({ format: 'rgba8unorm', width, height })
    const made = this.context.device.createFramebuffer({ width, height, colorAttachments: [keptPicture] })
    model.setBindings({ keptPicture })
    this.state.kept = made
    return made
  }
}
