import type { Layer } from '@deck.gl/core'
import { ScatterplotLayer } from '@deck.gl/layers'

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type LayerClass = abstract new (...args: any[]) => Layer<any>

/** A kind of layer that is drawn some CSS pixels lower on the screen, whatever the zoom: the underside of a slab. */
export const shiftedBy = <Base extends LayerClass>(base: Base, downPx: number): Base => {
  const Parent = base as unknown as new (...args: unknown[]) => {
    getShaders(...args: unknown[]): { modules: object[] }
  }
  const shift = {
    name: `shift${downPx}`,
    inject: {
      'vs:DECKGL_FILTER_GL_POSITION': `position.y -= ${downPx.toFixed(1)} * project.devicePixelRatio / project.viewportSize.y * 2.0 * position.w;`,
    },
  }
  class Shifted extends Parent {
    static layerName = `Shifted${(base as unknown as { layerName: string }).layerName}`

    override getShaders(...args: unknown[]): { modules: object[] } {
      const shaders = super.getShaders(...args)
      return { ...shaders, modules: [...shaders.modules, shift] }
    }
  }
  return Shifted as unknown as Base
}

const fade = {
  name: 'fadeOut',
  inject: {
    'fs:DECKGL_FILTER_COLOR': `
  float fromCentre = min(1.0, length(geometry.uv));
  float grain = fract(sin(dot(floor(gl_FragCoord.xy), vec2(12.9898, 78.233))) * 43758.5453) - 0.5;
  float rest = 1.0 - fromCentre;
  color.a = clamp(color.a * rest * rest * (3.0 - 2.0 * rest) + grain / 64.0 * rest, 0.0, 1.0);
`,
  },
}

/** A round light that fades towards its rim, with a grain below one step of 8 bits so that dark walls show no bands. */
export class FadingDiscLayer<DataT> extends ScatterplotLayer<DataT> {
  static override layerName = 'FadingDiscLayer'

  override getShaders(): unknown {
    const shaders = super.getShaders() as { modules: object[] }
    return { ...shaders, modules: [...shaders.modules, fade] }
  }
}
