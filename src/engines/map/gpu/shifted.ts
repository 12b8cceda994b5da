import type { Layer } from '@deck.gl/core'

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type LayerClass = abstract new (...args: any[]) => Layer<any>

/** A kind of layer that is drawn some CSS pixels lower on the screen, whatever the zoom: the underside of a slab. */
export const shiftedBy = <Base extends LayerClass>(base: Base, downPx: number): Base => {
  const Parent = base as unknown as new (...args: unknown[]) => { getShaders(...args: unknown[]): { modules: object[] } }
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
