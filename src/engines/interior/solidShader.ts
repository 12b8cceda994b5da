import { ROOM_MARKS } from '#shared/scene/layers.ts'
import { FACE } from './shapes/MeshWriter.ts'

/** Width of the textures with a texel a room; rooms run along its rows. */
export const ROOMS_WIDTH = 64

const IS = /* glsl */ `
  float is(float ordinal, float other) { return step(abs(ordinal - other), 0.5); }
`

export const solidVertex = /* glsl */ `
  attribute vec4 info;
  attribute vec2 plan;
  uniform float uSelected;
  uniform float uHovered;
  uniform float uWall;
  uniform float uLift;
  uniform sampler2D uFill;
  uniform sampler2D uRemarks;
  flat varying vec2 vRoomFace;
  flat varying vec4 vFill;
  flat varying vec2 vRemark;
  varying float vShade;
  varying vec3 vNormalW;
  varying vec3 vPlace;
  varying vec2 vPlan;
  ${IS}
  void main() {
    float room = info.x;
    vRoomFace = info.xy;
    vShade = info.z;
    vPlan = plan;
    vNormalW = normal;
    vFill = vec4(0.0);
    vRemark = vec2(0.0, 1.0);
    if (room > -0.5) {
      int i = int(room + 0.5);
      ivec2 at = ivec2(i % ${ROOMS_WIDTH}, i / ${ROOMS_WIDTH});
      vFill = texelFetch(uFill, at, 0);
      vec2 told = texelFetch(uRemarks, at, 0).xy;
      vRemark = vec2(told.x * 255.0, told.y);
    }
    vec3 place = position;
    float chosen = room > -0.5 ? max(is(room, uSelected), 0.5 * is(room, uHovered)) : 0.0;
    place.y += info.w * uWall + chosen * uLift;
    vPlace = place;
    gl_Position = projectionMatrix * modelViewMatrix * vec4(place, 1.0);
  }
`

/** Stripes and boards fade to their mean where they are finer than a pixel. */
const PATTERNS = /* glsl */ `
  float stripes(vec2 at, float every, float share) {
    float across = (at.x + at.y) / every;
    float width = fwidth(across);
    float stripe = abs(fract(across) - 0.5) * 2.0;
    float sharp = 1.0 - smoothstep(share - width, share + width, stripe);
    return mix(sharp, share, smoothstep(0.35, 0.7, width));
  }
  float hash(vec2 p) { return fract(sin(dot(p, vec2(12.9898, 78.233))) * 43758.5453); }
  vec3 planks(vec2 at) {
    vec2 q = at / vec2(1.2, 0.16);
    q.x += 0.37 * floor(q.y);
    float fade = smoothstep(0.25, 0.8, fwidth(at.y / 0.16));
    float tone = mix(hash(floor(q)), 0.5, fade);
    return mix(vec3(0.42, 0.345, 0.26), vec3(0.52, 0.43, 0.33), tone);
  }
  vec3 tiles(vec2 at) {
    vec2 q = at / 0.8;
    vec2 w = fwidth(q);
    vec2 near = abs(fract(q) - 0.5);
    float joint = max(smoothstep(0.5 - w.x, 0.5, near.x), smoothstep(0.5 - w.y, 0.5, near.y));
    float fade = smoothstep(0.15, 0.5, max(w.x, w.y));
    return vec3(0.36, 0.39, 0.43) * (1.0 - 0.16 * joint * (1.0 - fade));
  }
`

/**
 * Floors are plain in their class's colour while the building is closed. Opened, they have their finish, an edge in the
 * class's colour, unlit, and what stands out: an excess over the limit glows from the walls and is striped beyond the dashes
 * of the limit; idle space is striped all over. Beside a chosen room the others are seen at three fifths and without colour.
 */
export const solidFragment = /* glsl */ `
  uniform float uSelected;
  uniform float uHovered;
  uniform float uOpacity;
  uniform float uSchematic;
  uniform float uOpened;
  uniform float uWall;
  uniform float uAside;
  uniform vec3 uSlab;
  uniform vec3 uSlabSide;
  uniform vec3 uCorridor;
  uniform vec3 uCore;
  uniform vec3 uWallColor;
  uniform vec3 uCap;
  uniform vec3 uInk;
  uniform vec3 uAccent;
  uniform float uFloorChosen;
  flat varying vec2 vRoomFace;
  flat varying vec4 vFill;
  flat varying vec2 vRemark;
  varying float vShade;
  varying vec3 vNormalW;
  varying vec3 vPlace;
  varying vec2 vPlan;
  ${IS}
  ${PATTERNS}
  const vec3 SUN = vec3(0.38, 0.82, 0.42);
  bool face(float a) { return abs(vRoomFace.y - a) < 0.5; }
  vec3 idleFloor(float every) {
    return mix(vFill.rgb * 0.42, vFill.rgb, stripes(vPlace.xz, every, 0.34));
  }
  vec3 openedFloor(bool over, bool idle) {
    vec3 color = (face(${FACE.planks}.0) ? planks(vPlace.xz) : tiles(vPlace.xz));
    float wall = exp(-vPlan.y / 0.55);
    color = mix(color * (1.0 - 0.46 * wall), vFill.rgb, over ? 0.24 : 0.1);
    if (over) {
      color += vFill.rgb * (0.34 * wall + 0.035);
      float beyond = step(vRemark.y, vPlan.x);
      color = mix(color, vFill.rgb, beyond * stripes(vPlace.xz, 0.8, 0.5));
      float dash = step(0.42, fract((vPlace.x - vPlace.z) / 0.7));
      float line = 1.0 - smoothstep(1.0, 2.0, abs(vPlan.x - vRemark.y) / max(fwidth(vPlan.x), 1e-6));
      color = mix(color, uInk, vRemark.y < 0.995 ? line * dash : 0.0);
    }
    if (idle) color = idleFloor(0.75);
    float edge = max(over ? 0.3 : 0.15, 2.5 * fwidth(vPlan.y));
    return vPlan.y < edge ? vFill.rgb : color;
  }
  void main() {
    float room = vRoomFace.x;
    bool over = abs(vRemark.x - ${ROOM_MARKS.over}.0) < 0.5;
    bool idle = abs(vRemark.x - ${ROOM_MARKS.idle}.0) < 0.5;
    float sun = clamp(dot(normalize(vNormalW), SUN), 0.0, 1.0);
    vec3 color = uSlab;
    float light = (0.62 + 0.46 * sun) * vShade;
    vec3 tint = mix(uCorridor, vFill.rgb, vFill.a);
    if (face(${FACE.slabSide}.0)) color = uSlabSide * light;
    else if (face(${FACE.corridor}.0)) color = mix(uCorridor, tiles(vPlace.xz), uOpened) * light;
    else if (face(${FACE.core}.0)) color = uCore * light;
    else if (face(${FACE.shaft}.0)) color = uCore * (0.66 + 0.12 * stripes(vPlace.xz, 1.1, 0.3)) * light;
    else if (face(${FACE.planks}.0) || face(${FACE.tiles}.0)) {
      vec3 closed = idle ? idleFloor(1.5) : tint * vShade;
      color = uOpened > 0.01 ? mix(closed, openedFloor(over, idle), uOpened) : closed;
    } else if (face(${FACE.wallTop}.0)) color = mix(mix(uWallColor, tint, 0.22), uCap, uOpened) * vShade;
    else if (face(${FACE.wallSide}.0)) {
      color = mix(mix(uWallColor * 0.72, tint, 0.72), uWallColor, uOpened) * light;
      float up = clamp(vPlace.y / max(uWall, 0.1), 0.0, 1.0);
      if (over) color += uOpened * vFill.rgb * 0.24 * pow(1.0 - up, 1.8);
    } else color *= light;
    if (uSchematic > 0.5 && vNormalW.y > 0.5 && !face(${FACE.wallTop}.0))
      color = mix(color, uWallColor, 0.17 * stripes(vPlace.xz, 1.4, 0.3));
    float selected = room > -0.5 ? is(room, uSelected) : 0.0;
    float hovered = room > -0.5 ? is(room, uHovered) : 0.0;
    float bright = max(selected, hovered);
    float grey = dot(color, vec3(0.3, 0.59, 0.11));
    color = mix(color, 0.6 * mix(color, grey * vec3(0.92, 1.0, 1.1), 0.85), uAside * (1.0 - selected));
    if (face(${FACE.wallTop}.0)) color = mix(color, uAccent, max(selected * (1.0 - uOpened), 0.6 * hovered));
    color += bright * 0.07 * (1.0 - selected * uAside) + (vRoomFace.x > -0.5 ? 0.0 : uFloorChosen * 0.035);
    gl_FragColor = vec4(color, uOpacity);
  }
`
