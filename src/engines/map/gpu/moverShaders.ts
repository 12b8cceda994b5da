import { LONGEST_TAIL_PX } from '../../movers/form.ts'
import { moverGlsl } from '../../movers/moverGlsl.ts'

const uniformBlock = `\
layout(std140) uniform moverUniforms {
  mat4 clipFromRelative;
  vec4 palette0;
  vec4 palette1;
  vec4 palette2;
  vec4 palette3;
  vec4 northing0;
  vec4 northing1;
  vec4 accent;
  vec2 cameraOffset;
  vec2 pixelToClip;
  float seconds;
  float sizePixels;
  float selectedRow;
  float emphasised;
  float headingStep;
  float originLat;
  float form;
  float alarmsOnly;
  float tailWorld;
} mover;
`

export const moverUniforms = {
  name: 'mover',
  vs: uniformBlock,
  fs: uniformBlock,
  uniformTypes: {
    clipFromRelative: 'mat4x4<f32>',
    palette0: 'vec4<f32>',
    palette1: 'vec4<f32>',
    palette2: 'vec4<f32>',
    palette3: 'vec4<f32>',
    northing0: 'vec4<f32>',
    northing1: 'vec4<f32>',
    accent: 'vec4<f32>',
    cameraOffset: 'vec2<f32>',
    pixelToClip: 'vec2<f32>',
    seconds: 'f32',
    sizePixels: 'f32',
    selectedRow: 'f32',
    emphasised: 'f32',
    headingStep: 'f32',
    originLat: 'f32',
    form: 'f32',
    alarmsOnly: 'f32',
    tailWorld: 'f32',
  },
} as const

/**
 * Six corners a row, not instances of four: GPUs and software alike are slow at tiny instances. Where a
 * vehicle is by moverGlsl: degrees from the origin, then Mercator units from the camera, all in 32 bits.
 */
export const moverVertexShader = `\
#version 300 es
#define SHADER_NAME mover-vertex
out vec2 vGlyph;
out vec4 vColor;
out float vState;
out float vPixels;
out float vChosen;
out float vForm;
out float vTail;
${moverGlsl}
float northing(float degrees) {
  vec4 a = mover.northing0;
  vec4 b = mover.northing1;
  return degrees * (a.x + degrees * (a.y + degrees * (a.z + degrees * (a.w
    + degrees * (b.x + degrees * (b.y + degrees * (b.z + degrees * b.w)))))));
}

void main() {
  int index = gl_VertexID / 6;
  int corner = gl_VertexID % 6;
  corner = corner < 3 ? corner : corner == 3 ? 2 : corner == 4 ? 1 : 3;
  float state = moverState(index);
  bool chosen = abs(float(index) - mover.selectedRow) < 0.5;
  bool onTop = chosen || state > 2.5;
  if (onTop != (mover.emphasised > 0.5) || (mover.alarmsOnly > 0.5 && !onTop)) {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
    return;
  }
  Mover row = moverAt(index);
  vec2 ahead = moverAhead(row);
  vec2 degrees = moverDegrees(row, mover.seconds, mover.originLat);
  vec2 world = vec2(degrees.x * ${512 / 360}, northing(degrees.y)) - mover.cameraOffset;
  gl_Position = mover.clipFromRelative * vec4(world, 0.0, 1.0);

  vec2 up = vec2(0.0, 1.0);
  float tail = 0.0;
  vForm = onTop ? 2.0 : mover.form;
  if (state < 0.5 && vForm > 1.5) {
    vec4 tip = mover.clipFromRelative * vec4(world + ahead * mover.headingStep, 0.0, 1.0);
    vec2 step = (tip.xy / tip.w - gl_Position.xy / gl_Position.w) / mover.pixelToClip;
    if (length(step) > 0.0) up = normalize(step);
    tail = min(row.kmh * mover.tailWorld * length(step) / mover.headingStep, ${LONGEST_TAIL_PX.toFixed(1)});
  }
  float grow = (state > 2.5 ? 1.3 : state > 0.5 ? 0.8 : 1.0) * (chosen ? 1.35 : 1.0);
  vPixels = mover.sizePixels * 0.5 * (vForm < 0.5 ? 0.75 : vForm < 1.5 ? 0.55 * grow : grow);
  vTail = tail / vPixels;
  vGlyph = vec2(corner % 2 == 0 ? -1.0 : 1.0, corner < 2 ? -1.0 : 1.0) * (chosen ? 2.1 : 1.35);
  if (corner < 2) vGlyph.y -= vTail;
  vec2 offset = mat2(up.y, -up.x, up.x, up.y) * vGlyph * vPixels;
  gl_Position.xy += offset * mover.pixelToClip * gl_Position.w;

  vState = state;
  vChosen = chosen ? 1.0 : 0.0;
  vColor = vForm < 0.5 ? mover.palette1 : state < 0.5 ? mover.palette0 : state < 1.5 ? mover.palette1 : state < 2.5 ? mover.palette2 : mover.palette3;
  geometry.pickingColor = picking_getPickingColorFromIndex(float(index));
  DECKGL_FILTER_COLOR(vColor, geometry);
}
`

/**
 * 行驶 an arrow with its tail, 停驶 a square, 离线 a hollow ring, 报警 a triangle with a mark: the shape tells it without
 * the colour. Farther off a dot, hollow where it is offline, and then a haze that is denser where more of them are.
 */
export const moverFragmentShader = `\
#version 300 es
#define SHADER_NAME mover-fragment
precision highp float;
in vec2 vGlyph;
in vec4 vColor;
in float vState;
in float vPixels;
in float vChosen;
in float vForm;
in float vTail;
out vec4 fragColor;

float edge(vec2 p, vec2 a, vec2 b) {
  vec2 along = normalize(b - a);
  return dot(p - a, vec2(-along.y, along.x));
}

float arrow(vec2 p) {
  p.x = abs(p.x);
  return max(edge(p, vec2(0.68, -0.85), vec2(0.0, 1.0)) * -1.0, edge(p, vec2(0.0, -0.45), vec2(0.68, -0.85)) * -1.0);
}

float triangle(vec2 p) {
  p.x = abs(p.x);
  return max(edge(p, vec2(0.95, -0.7), vec2(0.0, 0.95)) * -1.0, -0.7 - p.y);
}

float box(vec2 p, vec2 half_) {
  vec2 d = abs(p) - half_;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
}

float glyph(vec2 p) {
  if (vForm < 1.5) return vState > 1.5 ? abs(length(p) - 0.7) - 0.2 : length(p) - 0.9;
  if (vState < 0.5) return arrow(p);
  if (vState < 1.5) return box(p, vec2(0.5)) - 0.16;
  if (vState < 2.5) return abs(length(p) - 0.58) - 0.17;
  float mark = min(box(p - vec2(0.0, 0.12), vec2(0.07, 0.24)), length(p - vec2(0.0, -0.42)) - 0.1);
  return max(triangle(p), -mark);
}

void main() {
  if (vForm < 0.5) {
    fragColor = vec4(vColor.rgb, 0.34 * exp(-2.2 * dot(vGlyph, vGlyph)));
    if (fragColor.a < 0.02) discard;
    DECKGL_FILTER_COLOR(fragColor, geometry);
    return;
  }
  float pixel = 1.0 / vPixels;
  float distance_ = glyph(vGlyph);
  float inside = smoothstep(pixel * 0.6, -pixel * 0.6, distance_);
  float rim = smoothstep(pixel * 1.9, pixel * 0.7, distance_);
  vec3 ground = vec3(0.024, 0.051, 0.094);
  fragColor = vec4(mix(ground, vColor.rgb, inside), max(inside * vColor.a, rim * 0.8 * vColor.a));
  float back = vTail > 0.0 ? (-0.45 - vGlyph.y) / vTail : -1.0;
  if (back > 0.0 && back < 1.0) {
    float tail = smoothstep(pixel, -pixel, abs(vGlyph.x) - 0.26 * (1.0 - back)) * 0.8 * (1.0 - back) * vColor.a;
    fragColor = fragColor.a >= tail ? fragColor : vec4(vColor.rgb, tail);
  }
  if (vChosen > 0.5) {
    float ring = smoothstep(pixel * 1.5, 0.0, abs(length(vGlyph) - 1.75) - pixel * 0.9);
    fragColor = mix(fragColor, mover.accent, ring * (1.0 - inside));
  }
  if (fragColor.a < 0.02) discard;
  DECKGL_FILTER_COLOR(fragColor, geometry);
}
`
