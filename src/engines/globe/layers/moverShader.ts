import { moverGlsl } from '../../movers/moverGlsl.ts'
import { localGlsl } from '../camera/localFrame.ts'

/** Vehicles drive just above the ground. */
const HEIGHT_M = 2

/** Where a vehicle is by moverGlsl, then metres from the layer's origin, in its east, north and up. */
export const moverVertex = /* glsl */ `
  uniform float u_seconds;
  uniform float u_sizePx;
  uniform float u_chosenRow;
  uniform float u_originLat;
  uniform vec4 u_north0;
  uniform vec4 u_north1;
  uniform vec4 u_up0;
  uniform vec4 u_up1;
  uniform vec3 u_local;
  uniform vec4 u_palette0;
  uniform vec4 u_palette1;
  uniform vec4 u_palette2;
  uniform vec4 u_palette3;
  out vec4 v_color;
  out vec2 v_ahead;
  out float v_moving;
  out float v_chosen;
  ${moverGlsl}
  ${localGlsl}
  void main() {
    Mover row = moverAt(gl_VertexID);
    vec4 eye = czm_modelView * vec4(placeFrom(moverDegrees(row, u_seconds, u_originLat)) + vec3(0.0, 0.0, ${HEIGHT_M.toFixed(1)}), 1.0);
    vec3 up = normalize(eye.xyz - (czm_view * vec4(0.0, 0.0, 0.0, 1.0)).xyz);
    vec3 ahead = (czm_modelView * vec4(moverAhead(row), 0.0, 0.0)).xyz;
    vec4 clip = czm_projection * eye;
    vec4 tip = czm_projection * vec4(eye.xyz + ahead * (-eye.z) * 0.01, 1.0);
    vec2 way = (tip.xy / tip.w - clip.xy / clip.w) * czm_viewport.zw;
    v_ahead = length(way) > 0.0 ? normalize(way) : vec2(0.0, 1.0);
    v_color = row.state < 0.5 ? u_palette0 : row.state < 1.5 ? u_palette1 : row.state < 2.5 ? u_palette2 : u_palette3;
    v_moving = (row.state < 0.5 || row.state > 2.5) ? 1.0 : 0.0;
    v_chosen = abs(float(gl_VertexID) - u_chosenRow) < 0.5 ? 1.0 : 0.0;
    bool seen = dot(up, -eye.xyz) > 0.0 && eye.z < 0.0;
    gl_Position = seen ? vec4(clip.xy / clip.w, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
    gl_PointSize = u_sizePx * czm_pixelRatio * (1.0 + 0.7 * v_chosen);
  }
`

/** An arrowhead for what drives, a dot for what stands; both rimmed dark so that they stay apart on light areas. */
export const moverFragment = /* glsl */ `
  uniform vec4 u_accent;
  uniform float u_sizePx;
  in vec4 v_color;
  in vec2 v_ahead;
  in float v_moving;
  in float v_chosen;
  float arrow(vec2 p) {
    vec2 q = vec2(abs(p.x), p.y);
    float side = dot(q - vec2(0.0, 0.85), vec2(0.933, 0.361));
    float notch = dot(q - vec2(0.0, -0.32), vec2(-0.504, -0.864));
    return max(side, notch);
  }
  void main() {
    vec2 at = (gl_PointCoord * 2.0 - 1.0) * vec2(1.0, -1.0) * (1.0 + 0.7 * v_chosen);
    vec2 p = vec2(at.x * v_ahead.y - at.y * v_ahead.x, dot(at, v_ahead));
    float shape = v_moving > 0.5 ? arrow(p) : length(at) - 0.5;
    float soft = 2.2 / (u_sizePx * czm_pixelRatio);
    float body = 1.0 - smoothstep(-soft, soft, shape);
    float rim = 1.0 - smoothstep(-soft, soft, shape - 0.13);
    float ring = v_chosen * (1.0 - smoothstep(0.07, 0.07 + soft, abs(length(at) - 1.45)));
    vec4 color = mix(vec4(0.02, 0.05, 0.09, 0.75 * rim), v_color, body);
    color = mix(color, u_accent, ring);
    if (color.a < 0.02) discard;
    out_FragColor = color;
  }
`
