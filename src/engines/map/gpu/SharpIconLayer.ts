import { IconLayer } from '@deck.gl/layers'

/**
 * Icons of constant size, also far away in a tilted view, whose corners snap to device pixels, so that a text
 * drawn at that resolution is shown texel by texel.
 */
export class SharpIconLayer<DataT> extends IconLayer<DataT> {
  static override layerName = 'SharpIconLayer'

  override getShaders(): unknown {
    const shaders = super.getShaders() as { inject?: object }
    return {
      ...shaders,
      inject: {
        ...shaders.inject,
        'vs:DECKGL_FILTER_SIZE': `
  size.xy *= gl_Position.w / project.focalDistance;
`,
        'vs:#main-end': `
  vec2 devicePixel = (gl_Position.xy / gl_Position.w * 0.5 + 0.5) * project.viewportSize;
  gl_Position.xy = (floor(devicePixel + 0.5) / project.viewportSize * 2.0 - 1.0) * gl_Position.w;
`,
      },
    }
  }
}
