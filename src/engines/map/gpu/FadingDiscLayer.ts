import { ScatterplotLayer } from '@deck.gl/layers'

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
