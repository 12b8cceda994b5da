import type { Device, Texture } from '@luma.gl/core'
import type { Column } from '#shared/scene/layers.ts'
import { patternFunction } from '../../pattern.ts'

const ROW_WIDTH = 256
const BYTES_PER_TEXEL = 4

const uniformBlock = `\
layout(std140) uniform rowFillUniforms {
  float selectedRow;
  float hoveredRow;
  float shaded;
  float rimmed;
  float sunkPixels;
  float patternRow;
  float patternEvery;
  vec2 patternFrom;
  vec4 sunkColour;
} rowFill;
`

/**
 * Shader module that takes a feature's fill from a small texture, one texel a row, instead of from its vertices: a new
 * colour for 111 counties is half a kilobyte, and the geometry is not touched. The row comes from the picking index.
 */
export const rowFillModule = {
  name: 'rowFill',
  vs: `${uniformBlock}
uniform sampler2D rowFillTexture;
out float rowFillPattern;
float rowFill_pattern(vec3 pickingColour) {
  int row = int(pickingColour.r + pickingColour.g * 256.0 + pickingColour.b * 65536.0 + 0.5) - 1;
  if (row < 0 || rowFill.patternRow < 0.5) return 0.0;
  int at = row / ${ROW_WIDTH} + int(rowFill.patternRow + 0.5);
  return texelFetch(rowFillTexture, ivec2(row % ${ROW_WIDTH}, at), 0).r * 255.0;
}
vec4 rowFill_colour(vec3 pickingColour) {
  int row = int(pickingColour.r + pickingColour.g * 256.0 + pickingColour.b * 65536.0 + 0.5) - 1;
  if (row < 0) return vec4(0.0);
  vec4 colour = texelFetch(rowFillTexture, ivec2(row % ${ROW_WIDTH}, row / ${ROW_WIDTH}), 0);
  if (abs(float(row) - rowFill.selectedRow) < 0.5) colour.rgb = mix(colour.rgb, vec3(1.0), 0.14);
  if (abs(float(row) - rowFill.hoveredRow) < 0.5) colour.rgb = mix(colour.rgb, vec3(1.0), 0.09);
  return colour;
}
`,
  fs: `${uniformBlock}
in float rowFillPattern;
${patternFunction}`,
  uniformTypes: {
    selectedRow: 'f32',
    hoveredRow: 'f32',
    shaded: 'f32',
    rimmed: 'f32',
    sunkPixels: 'f32',
    patternRow: 'f32',
    patternEvery: 'f32',
    patternFrom: 'vec2<f32>',
    sunkColour: 'vec4<f32>',
  },
  inject: {
    'vs:DECKGL_FILTER_GL_POSITION': `
  position.y -= rowFill.sunkPixels * project.devicePixelRatio / project.viewportSize.y * 2.0 * position.w;
`,
    'vs:DECKGL_FILTER_COLOR': {
      order: -10,
      injection: `
  float alpha = color.a;
  color = rowFill_colour(geometry.pickingColor);
  color.a *= alpha;
  rowFillPattern = rowFill_pattern(geometry.pickingColor);
  if (rowFill.sunkPixels > 0.0) {
    color = rowFill.sunkColour;
    rowFillPattern = 0.0;
  }
  if (rowFill.shaded > 0.5) {
    color.a = alpha;
    float towardsLight = max(0.0, dot(normalize(geometry.normal), normalize(vec3(-0.62, -0.38, 0.69))));
    color.rgb *= min(1.0, mix(0.34, 1.12, towardsLight) / mix(0.34, 1.12, 0.69 / length(vec3(-0.62, -0.38, 0.69))));
  }
`,
    },
    'vs:DECKGL_FILTER_SIZE': `
  if (rowFill.rimmed > 0.5) size.xy *= gl_Position.w / project.focalDistance;
`,
    'fs:DECKGL_FILTER_COLOR': {
      order: -10,
      injection: `
  if (rowFillPattern > 0.5)
    color.rgb = patterned(color.rgb, rowFillPattern, gl_FragCoord.xy - rowFill.patternFrom, rowFill.patternEvery);
  if (rowFill.rimmed > 1.5) {
    float fromCentre = length(geometry.uv);
    color.rgb = mix(color.rgb, vec3(1.0), smoothstep(0.66, 0.74, fromCentre));
    color.rgb = mix(color.rgb, vec3(0.043, 0.078, 0.125), smoothstep(0.82, 0.90, fromCentre));
  } else if (rowFill.rimmed > 0.5) {
    float fromCentre = length(geometry.uv);
    color.rgb = mix(color.rgb, color.rgb * 0.22, smoothstep(0.66, 0.74, fromCentre));
  }
`,
    },
  },
} as const

/** Fills of one layer on the GPU; written only when the column's version moved. */
export class RowFillTexture {
  readonly #device: Device
  #texture: Texture | null = null
  #rows = 0
  #version = ''

  constructor(device: Device) {
    this.#device = device
  }

  get texture(): Texture {
    return this.#texture ?? this.#resize(1)
  }

  /** Row of the texture where patterns begin; 0 where there are none. */
  patternRow = 0

  write(fill: Column<Uint8Array>, kinds?: Column<Uint8Array>): void {
    const version = `${fill.version} ${kinds?.version ?? ''}`
    if (version === this.#version && this.#texture) return
    const fills = Math.max(1, Math.ceil(fill.values.length / (ROW_WIDTH * BYTES_PER_TEXEL)))
    const rows = kinds ? fills * 2 : fills
    const texture = rows === this.#rows && this.#texture ? this.#texture : this.#resize(rows)
    const padded = new Uint8Array(rows * ROW_WIDTH * BYTES_PER_TEXEL)
    padded.set(fill.values)
    this.patternRow = kinds ? fills : 0
    for (const [row, kind] of (kinds?.values ?? []).entries())
      padded[(fills * ROW_WIDTH + row) * BYTES_PER_TEXEL] = kind
    texture.writeData(padded, { width: ROW_WIDTH, height: rows })
    this.#version = version
  }

  destroy(): void {
    this.#texture?.destroy()
    this.#texture = null
  }

  #resize(rows: number): Texture {
    this.#texture?.destroy()
    this.#rows = rows
    const sampler = {
      minFilter: 'nearest',
      magFilter: 'nearest',
      addressModeU: 'clamp-to-edge',
      addressModeV: 'clamp-to-edge',
    } as const
    return (this.#texture = this.#device.createTexture({
      width: ROW_WIDTH,
      height: rows,
      format: 'rgba8unorm',
      sampler,
    }))
  }
}
