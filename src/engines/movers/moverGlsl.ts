import { METRES_PER_DEGREE } from '#shared/kernel/sphere.ts'
import { CARRY } from '#shared/vehicles/track/carry.ts'
import { LINE } from './scatter.ts'

/**
 * GLSL ES 3.00 that reads a row and says where it is drawn, for the vertex shaders of map and globe alike: on the glide
 * between two reports, then carried on past the last as carriedMetres of vehicles/carry.ts has it. Needs `moverFirst` and
 * `moverSecond`, the textures of MoverRows.
 */
export const moverGlsl = `\
uniform highp usampler2D moverFirst;
uniform highp usampler2D moverSecond;

struct Mover {
  vec2 from;
  vec2 to;
  float begins;
  float lasts;
  float heading;
  float kmh;
  float state;
};

ivec2 moverTexel(int row) {
  return ivec2(row % ${LINE}, row / ${LINE});
}

float moverState(int row) {
  return float(texelFetch(moverSecond, moverTexel(row), 0).z >> 24);
}

Mover moverAt(int row) {
  vec4 places = uintBitsToFloat(texelFetch(moverFirst, moverTexel(row), 0));
  uvec4 rest = texelFetch(moverSecond, moverTexel(row), 0);
  vec2 span = uintBitsToFloat(rest.xy);
  return Mover(places.xy, places.zw, span.x, span.y, radians(float(rest.z & 0xffffu) * ${360 / 65_536}), float((rest.z >> 16) & 0xffu), float(rest.z >> 24));
}

float moverCarried(Mover mover_, float overdue) {
  float lasts = min(mover_.lasts, ${CARRY.longestS.toFixed(1)});
  if ((mover_.state > 0.5 && mover_.state < 2.5) || mover_.kmh < ${(CARRY.slowestKmh - 0.5).toFixed(1)} || lasts <= 0.0) return 0.0;
  float t = clamp(overdue, 0.0, lasts);
  return mover_.kmh / 3.6 * (t - t * t / (2.0 * lasts));
}

vec2 moverAhead(Mover mover_) {
  return vec2(sin(mover_.heading), cos(mover_.heading));
}

// Degrees from the layer's origin.
vec2 moverDegrees(Mover mover_, float seconds, float originLat) {
  float since = seconds - mover_.begins;
  vec2 degrees_ = mix(mover_.from, mover_.to, mover_.lasts > 0.0 ? clamp(since / mover_.lasts, 0.0, 1.0) : 1.0);
  float metres = moverCarried(mover_, since - mover_.lasts);
  return degrees_ + metres / ${METRES_PER_DEGREE.toFixed(2)} * moverAhead(mover_) / vec2(cos(radians(originLat + degrees_.y)), 1.0);
}
`
