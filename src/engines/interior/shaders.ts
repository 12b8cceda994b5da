import { FACE } from './shapes/MeshWriter.ts'

/** Widths of the fill texture; rooms run along its rows. */
export const FILL_WIDTH = 64

const ROOM_STATE = /* glsl */ `
  uniform float uSelected;
  uniform float uHovered;
  float is(float ordinal, float other) { return step(abs(ordinal - other), 0.5); }
`

export const solidVertex = /* glsl */ `
  attribute vec4 info;
  uniform float uWall;
  uniform float uLift;
  uniform sampler2D uFill;
  flat varying vec2 vRoomFace;
  varying float vShade;
  varying vec3 vNormalW;
  varying vec3 vPlace;
  flat varying vec4 vFill;
  ${ROOM_STATE}
  void main() {
    float room = info.x;
    vRoomFace = info.xy;
    vShade = info.z;
    vNormalW = normal;
    vFill = vec4(0.0);
    if (room > -0.5) {
      int i = int(room + 0.5);
      vFill = texelFetch(uFill, ivec2(i % ${FILL_WIDTH}, i / ${FILL_WIDTH}), 0);
    }
    vec3 place = position;
    float chosen = room > -0.5 ? max(is(room, uSelected), 0.5 * is(room, uHovered)) : 0.0;
    place.y += info.w * uWall + chosen * uLift;
    vPlace = place;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 1.0);
  }
`

const HATCH = /* glsl */ `
  float hatch(vec2 at, float every) {
    float across = (at.x + at.y) / every;
    float width = fwidth(across);
    float stripe = abs(fract(across) - 0.5);
    return (1.0 - smoothstep(0.10, 0.10 + width * 1.5, stripe)) * (1.0 - smoothstep(0.25, 0.6, width));
  }
`

export const solidFragment = /* glsl */ `
  uniform float uOpacity;
  uniform float uSchematic;
  uniform vec3 uSlab;
  uniform vec3 uSlabSide;
  uniform vec3 uCorridor;
  uniform vec3 uCore;
  uniform vec3 uWallColor;
  uniform vec3 uAccent;
  uniform float uFloorChosen;
  flat varying vec2 vRoomFace;
  flat varying vec4 vFill;
  varying float vShade;
  varying vec3 vNormalW;
  varying vec3 vPlace;
  ${ROOM_STATE}
  ${HATCH}
  const vec3 SUN = vec3(0.38, 0.82, 0.42);
  bool face(float a) { return abs(vRoomFace.y - a) < 0.5; }
  void main() {
    float room = vRoomFace.x;
    float sun = clamp(dot(normalize(vNormalW), SUN), 0.0, 1.0);
    vec3 color = uSlab;
    float light = 0.62 + 0.46 * sun;
    vec3 tint = mix(uCorridor, vFill.rgb, vFill.a);
    if (face(${FACE.slabSide}.0)) color = uSlabSide;
    else if (face(${FACE.corridor}.0)) color = uCorridor;
    else if (face(${FACE.core}.0)) color = uCore;
    else if (face(${FACE.shaft}.0)) color = uCore * (0.66 + 0.12 * hatch(vPlace.xz, 1.1));
    else if (face(${FACE.floor}.0)) { color = tint; light = 1.0; }
    else if (face(${FACE.wallTop}.0)) { color = mix(uWallColor, tint, 0.22); light = 1.0; }
    else if (face(${FACE.wallSide}.0)) color = mix(uWallColor * 0.72, tint, 0.72);
    color *= light * vShade;
    if (uSchematic > 0.5 && vNormalW.y > 0.5 && !face(${FACE.wallTop}.0))
      color = mix(color, uWallColor, 0.17 * hatch(vPlace.xz, 1.4));
    float selected = room > -0.5 ? is(room, uSelected) : 0.0;
    float hovered = room > -0.5 ? is(room, uHovered) : 0.0;
    float bright = max(selected, hovered);
    if (face(${FACE.wallTop}.0)) color = mix(color, uAccent, max(selected, 0.6 * hovered));
    color += bright * 0.07 + (face(${FACE.floor}.0) ? 0.0 : uFloorChosen * 0.035);
    gl_FragColor = vec4(color, uOpacity);
  }
`

export const glassVertex = /* glsl */ `
  attribute vec2 wrap;
  varying vec2 vWrap;
  varying vec3 vToEye;
  varying vec3 vNormalW;
  void main() {
    vWrap = wrap;
    vNormalW = normal;
    vec4 world = modelMatrix * vec4(position, 1.0);
    vToEye = cameraPosition - world.xyz;
    gl_Position = projectionMatrix * viewMatrix * world;
  }
`

/**
 * A curtain wall: clear, so that rooms behind it keep the legend's colours, with thin mullions every three
 * metres and a sheen where it is seen along.
 */
export const glassFragment = /* glsl */ `
  uniform vec3 uEdge;
  uniform float uOpacity;
  varying vec2 vWrap;
  varying vec3 vToEye;
  varying vec3 vNormalW;
  float line(float at, float every) {
    float x = at / every;
    float w = fwidth(x);
    return (1.0 - smoothstep(w * 0.4, w * 1.4, abs(fract(x - 0.5) - 0.5))) * (1.0 - smoothstep(0.12, 0.4, w));
  }
  void main() {
    float along = 1.0 - abs(dot(normalize(vToEye), normalize(vNormalW)));
    float sheen = 0.21 * smoothstep(0.72, 1.0, along);
    float mullion = 0.2 * line(vWrap.x, 3.0);
    gl_FragColor = vec4(uEdge, (sheen + mullion) * uOpacity);
  }
`

export const groundVertex = /* glsl */ `
  varying vec2 vAt;
  void main() {
    vAt = position.xz;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
  }
`

/** A plate that fades into the background, a 10 m grid with firmer lines every 50 m, and the soft shade of the house. */
export const groundFragment = /* glsl */ `
  uniform vec3 uGround;
  uniform vec3 uGrid;
  uniform vec4 uBox;
  uniform float uRadius;
  uniform float uOpacity;
  varying vec2 vAt;
  float grid(vec2 at, float every) {
    vec2 x = at / every;
    vec2 w = fwidth(x);
    vec2 near = abs(fract(x - 0.5) - 0.5);
    vec2 lines = (1.0 - smoothstep(w * 0.5, w * 1.5, near)) * (1.0 - smoothstep(0.1, 0.45, w));
    return max(lines.x, lines.y);
  }
  void main() {
    vec2 middle = (uBox.xy + uBox.zw) * 0.5;
    vec2 outside = abs(vAt - middle) - (uBox.zw - uBox.xy) * 0.5;
    float away = length(max(outside, 0.0));
    float fade = 1.0 - smoothstep(0.12, 1.0, length(vAt - middle) / uRadius);
    float shade = 0.6 * exp(-away / 5.0);
    vec3 color = mix(uGround, uGround * 0.25, shade);
    float lines = 0.30 * grid(vAt, 10.0) + 0.38 * grid(vAt, 50.0);
    color = mix(color, uGrid, lines * (1.0 - shade));
    gl_FragColor = vec4(color, fade * uOpacity);
  }
`

export const deskVertex = /* glsl */ `
  attribute vec4 place;
  attribute vec2 state;
  attribute float part;
  uniform vec3 uUsed;
  uniform vec3 uFree;
  uniform vec3 uAccent;
  varying vec3 vColor;
  varying float vLight;
  uniform float uChosen;
  uniform float uPointed;
  void main() {
    float turn = radians(place.z);
    float c = cos(turn), s = sin(turn);
    vec3 p = position;
    bool free = state.x < 0.5;
    if (free && part > 0.5) p *= 0.0;
    vec3 at = vec3(c * p.x + s * p.z + place.x, p.y, -s * p.x + c * p.z - place.y);
    vec3 n = vec3(c * normal.x + s * normal.z, normal.y, -s * normal.x + c * normal.z);
    vLight = 0.6 + 0.42 * clamp(dot(n, vec3(0.38, 0.82, 0.42)), 0.0, 1.0);
    vColor = free ? uFree : uUsed;
    if (part > 0.5) vColor *= 0.5;
    if (abs(state.y - uChosen) < 0.5) { vColor = uAccent; at.y += 0.15; }
    else if (abs(state.y - uPointed) < 0.5) vColor = mix(vColor, uAccent, 0.55);
    gl_Position = projectionMatrix * modelViewMatrix * vec4(at, 1.0);
  }
`

export const deskFragment = /* glsl */ `
  uniform float uOpacity;
  varying vec3 vColor;
  varying float vLight;
  void main() { gl_FragColor = vec4(vColor * vLight, uOpacity); }
`

export const labelVertex = /* glsl */ `
  attribute vec3 at;
  attribute vec4 region;
  attribute vec4 shape;
  attribute float shown;
  uniform vec2 uViewport;
  varying vec2 vUv;
  varying float vShown;
  void main() {
    vec4 clip = projectionMatrix * viewMatrix * vec4(at, 1.0);
    vec2 px = shape.zw + vec2(position.x, position.y) * shape.xy;
    vec2 base = floor((clip.xy / clip.w * 0.5 + 0.5) * uViewport + 0.5);
    clip.xy = ((base + px) / uViewport * 2.0 - 1.0) * clip.w;
    vUv = region.xy + vec2(position.x, 1.0 - position.y) * region.zw;
    vShown = shown;
    gl_Position = shown > 0.01 ? clip : vec4(2.0, 2.0, 2.0, 1.0);
  }
`

export const labelFragment = /* glsl */ `
  uniform sampler2D uAtlas;
  varying vec2 vUv;
  varying float vShown;
  void main() {
    vec4 texel = texture2D(uAtlas, vUv);
    gl_FragColor = texel * vShown;
  }
`
