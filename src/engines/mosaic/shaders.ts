import { patternFunction } from '../pattern.ts'

/** Rooms beside each other in the texture of their classes. */
export const TEXTURE_WIDTH = 2048
/** Colours that the palette holds. */
export const PALETTE = 32
/** Device pixels of a cell from which lines stand between cells, and from which patterns lie on them. */
const LINES_FROM = 5
const PATTERNS_FROM = 12

export const VERTEX = `#version 300 es
in vec2 corner;
in vec2 at;
in uvec3 block;
uniform vec4 camera;
uniform float cell;
out vec2 within;
flat out uvec3 rooms;
void main() {
  float high = ceil(float(block.y) / float(max(block.x, 1u)));
  within = corner * vec2(float(block.x), high);
  rooms = block;
  vec2 seen = (at + within * cell - camera.xy) * camera.zw;
  gl_Position = vec4(seen.x * 2.0 - 1.0, 1.0 - seen.y * 2.0, 0.0, 1.0);
}
`

/** A pixel is of one room and has the colour of its class to the bit; beyond what is lit, a grey. */
export const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;
in vec2 within;
flat in uvec3 rooms;
uniform usampler2D codes;
uniform vec4 palette[${PALETTE}];
uniform float pixels;
uniform uvec2 lit;
out vec4 drawn;
${patternFunction}
void main() {
  uint column = min(uint(max(within.x, 0.0)), rooms.x - 1u);
  uint nth = uint(max(within.y, 0.0)) * rooms.x + column;
  if (nth >= rooms.y) discard;
  if (pixels >= ${LINES_FROM}.0) {
    vec2 inside = fract(within) * pixels;
    float line = max(1.0, floor(pixels * 0.06));
    if (inside.x < line || inside.y < line) discard;
  }
  uint room = rooms.z + nth;
  uint code = texelFetch(codes, ivec2(room % ${TEXTURE_WIDTH}u, room / ${TEXTURE_WIDTH}u), 0).r;
  vec4 colour = palette[min(code, ${PALETTE - 1}u)];
  vec3 seen = colour.rgb;
  if (colour.a > 0.5 && pixels >= ${PATTERNS_FROM}.0) seen = patterned(seen, colour.a, gl_FragCoord.xy, max(5.0, pixels * 0.16));
  if (lit.y > lit.x && (room < lit.x || room >= lit.y))
    seen = vec3(0.09, 0.11, 0.14) + 0.22 * dot(seen, vec3(0.299, 0.587, 0.114));
  drawn = vec4(seen, 1.0);
}
`
