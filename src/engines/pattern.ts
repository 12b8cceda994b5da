/**
 * Shader function for what lies over a fill: 1 lines at 45°, 2 dots, at a pixel `at`, every so many pixels. Between
 * them the colour stays its own to the bit; lines are light on dark colours and dark on light ones, as theme/ramps.ts has them in CSS.
 */
export const patternFunction = `\
vec3 patterned(vec3 colour, float kind, vec2 at, float every) {
  float turn = every * 1.41421356;
  if (kind > 1.5) {
    vec2 within = fract(at / turn) - 0.5;
    vec2 between = fract(at / turn + 0.5) - 0.5;
    float away = min(length(within), length(between)) * turn;
    return mix(colour, vec3(0.024, 0.051, 0.094), 0.5 * (1.0 - smoothstep(-0.5, 0.5, away - every * 0.13)));
  }
  float away = abs(fract((at.x - at.y) / turn) - 0.5) * every;
  float line = 1.0 - smoothstep(-0.5, 0.5, away - every * 0.13);
  bool isLight = dot(colour, vec3(0.299, 0.587, 0.114)) > 0.42;
  return mix(colour, isLight ? vec3(0.024, 0.051, 0.094) : vec3(1.0), (isLight ? 0.38 : 0.2) * line);
}
`
