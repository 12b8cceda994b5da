import { LONGEST_TAIL_PX } from '../../movers/form.ts'
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
  uniform float u_form;
  uniform float u_alarmsOnly;
  uniform float u_tailS;
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
  out float v_form;
  out float v_tail;
  out float v_reach;
  out float v_state;
  out float v_sizePx;
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
    bool onTop = row.state > 2.5 || abs(float(gl_VertexID) - u_chosenRow) < 0.5;
    v_form = onTop ? 2.0 : u_form;
    v_color = v_form < 0.5 ? u_palette1 : row.state < 0.5 ? u_palette0 : row.state < 1.5 ? u_palette1 : row.state < 2.5 ? u_palette2 : u_palette3;
    v_moving = (row.state < 0.5 || row.state > 2.5) ? 1.0 : 0.0;
    v_chosen = abs(float(gl_VertexID) - u_chosenRow) < 0.5 ? 1.0 : 0.0;
    bool seen = dot(up, -eye.xyz) > 0.0 && eye.z < 0.0 && (onTop || u_alarmsOnly < 0.5);
    gl_Position = seen ? vec4(clip.xy / clip.w, 0.0, 1.0) : vec4(2.0, 2.0, 2.0, 1.0);
    float size = u_sizePx * (v_form < 0.5 ? 1.0 : v_form < 1.5 ? 0.55 : 1.0);
    v_state = row.state;
    v_tail = 0.0;
    if (row.state < 0.5 && v_form > 1.5) {
      float metres = row.kmh / 3.6 * u_tailS;
      float px = metres * length(way) * 0.5 / (0.01 * -eye.z) / czm_pixelRatio;
      v_tail = min(px, ${LONGEST_TAIL_PX.toFixed(1)}) / (size * 0.5);
    }
    v_reach = max(1.0 + 0.7 * v_chosen, v_tail);
    v_sizePx = size * czm_pixelRatio;
    gl_PointSize = v_sizePx * v_reach;
  }
`

/** An arrowhead for what drives, a dot for what stands; both rimmed dark so that they stay apart on light areas. */
export const moverFragment = /* glsl */ `
  uniform vec4 u_accent;
  in vec4 v_color;
  in vec2 v_ahead;
  in float v_moving;
  in float v_chosen;
  in float v_form;
  in float v_tail;
  in float v_reach;
  in float v_state;
  in float v_sizePx;
  float arrow(vec2 p) {
    vec2 q = vec2(abs(p.x), p.y);
    float side = dot(q - vec2(0.0, 0.85), vec2(0.933, 0.361));
    float notch = dot(q - vec2(0.0, -0.32), vec2(-0.504, -0.864));
    return max(side, notch);
  }
  void main() {
    vec2 at = (gl_PointCoord * 2.0 - 1.0) * vec2(1.0, -1.0) * v_reach;
    if (v_form < 0.5) {
      float haze = 0.34 * exp(-4.0 * dot(at, at));
      if (haze < 0.02) discard;
      out_FragColor = vec4(v_color.rgb, haze);
      return;
    }
    vec2 p = vec2(at.x * v_ahead.y - at.y * v_ahead.x, dot(at, v_ahead));
    float dot_ = v_state > 1.5 ? abs(length(at) - 0.62) - 0.2 : length(at) - 0.8;
    float shape = v_form < 1.5 ? dot_ : v_moving > 0.5 ? arrow(p) : length(at) - 0.5;
    float soft = 2.2 / v_sizePx;
    float body = 1.0 - smoothstep(-soft, soft, shape);
    float rim = 1.0 - smoothstep(-soft, soft, shape - 0.13);
    float ring = v_chosen * (1.0 - smoothstep(0.07, 0.07 + soft, abs(length(at) - 1.45)));
    vec4 color = mix(vec4(0.02, 0.05, 0.09, 0.75 * rim), v_color, body);
    float back = v_tail > 0.0 ? (-0.3 - p.y) / v_tail : -1.0;
    if (back > 0.0 && back < 1.0) {
      float tail = (1.0 - smoothstep(-soft, soft, abs(p.x) - 0.22 * (1.0 - back))) * 0.8 * (1.0 - back) * v_color.a;
      if (tail > color.a) color = vec4(v_color.rgb, tail);
    }
    color = mix(color, u_accent, ring);
    if (color.a < 0.02) discard;
    out_FragColor = color;
  }
`
