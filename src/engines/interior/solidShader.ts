import { ROOM_MARKS } from '#shared/scene/layers.ts'
import { CUT, FLOOR_STATE, ROOM_ROWS, WALL_SHAPE } from './floorShaders.ts'
import { FACE } from './shapes/MeshWriter.ts'

const IS = /* glsl */ `
  float is(float ordinal, float other) { return step(abs(ordinal - other), 0.5); }
`

/** What faces and walls have in common: what a room says, and how its floor stands. */
const STANDS = /* glsl */ `
  uniform float uSelected;
  uniform float uHovered;
  uniform float uLift;
  uniform float uFading;
  flat varying vec2 vRoomFace;
  flat varying vec4 vFill;
  flat varying vec2 vRemark;
  flat varying vec4 vFloor;
  flat varying float vWall;
  varying float vShade;
  varying vec3 vNormalW;
  varying vec3 vPlace;
  varying vec2 vPlan;
  ${FLOOR_STATE}
  ${ROOM_ROWS}
  ${IS}
  void tellRoom(float room) {
    vFill = vec4(0.0);
    vRemark = vec2(0.0, 1.0);
    if (room < -0.5) return;
    ivec2 at = rowAt(room);
    vFill = texelFetch(uFill, at, 0);
    vec2 told = texelFetch(uRemarks, at, 0).xy;
    vRemark = vec2(told.x * 255.0, told.y);
  }
  vec4 standing(float room, float floorRank, vec3 place, float rise) {
    vec4 stands = floorState(floorRank, 0);
    vFloor = floorState(floorRank, 1);
    vWall = stands.w;
    float presence = vFloor.x;
    float chosen = room > -0.5 ? max(is(room, uSelected), 0.5 * is(room, uHovered)) : 0.0;
    place.y += rise * stands.w + chosen * uLift;
    vPlace = place;
    bool drawn = uFading > 0.5 ? presence > 0.01 && presence <= 0.6 : presence > 0.6;
    return drawn ? projectionMatrix * modelViewMatrix * vec4(place + stands.xyz, 1.0) : NOWHERE;
  }
`

export const solidVertex = /* glsl */ `
  attribute vec2 place;
  attribute float room;
  attribute vec4 info;
  attribute vec4 turn;
  attribute vec2 inner;
  ${STANDS}
  void main() {
    tellRoom(room);
    vRoomFace = vec2(room, info.x);
    vShade = info.y / 255.0;
    vPlan = vec2(inner.x / 65535.0, info.w / 100.0);
    vNormalW = turn.xyz / 127.0;
    gl_Position = standing(room, inner.y, vec3(place.x, turn.w / 100.0, place.y), info.z);
  }
`

export const wallVertex = /* glsl */ `
  attribute vec3 part;
  attribute vec4 outside;
  attribute vec4 inside;
  attribute vec3 owner;
  ${STANDS}
  ${WALL_SHAPE}
  void main() {
    bool top = part.z < 0.5;
    tellRoom(owner.x);
    vRoomFace = vec2(owner.x, top ? ${FACE.wallTop}.0 : ${FACE.wallSide}.0);
    vShade = top || part.y > 0.5 ? 1.0 : 0.7;
    vPlan = vec2(0.0);
    vNormalW = wallNormal(part.z, outside);
    vec2 at = wallCorner(part.x, outside, inside);
    gl_Position = standing(owner.x, owner.y, vec3(at.x, 0.0, at.y), part.y);
    if (!wallSideSeen(part.z, owner.z)) gl_Position = NOWHERE;
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
  uniform float uAside;
  uniform vec3 uSlab;
  uniform vec3 uSlabSide;
  uniform vec3 uCorridor;
  uniform vec3 uCore;
  uniform vec3 uWallColor;
  uniform vec3 uCap;
  uniform vec3 uInk;
  uniform vec3 uAccent;
  flat varying vec2 vRoomFace;
  flat varying vec4 vFill;
  flat varying vec2 vRemark;
  flat varying vec4 vFloor;
  flat varying float vWall;
  varying float vShade;
  varying vec3 vNormalW;
  varying vec3 vPlace;
  varying vec2 vPlan;
  ${IS}
  ${CUT}
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
    if (isCutAway(vPlace.xz)) discard;
    float room = vRoomFace.x;
    bool over = abs(vRemark.x - ${ROOM_MARKS.over}.0) < 0.5;
    bool idle = abs(vRemark.x - ${ROOM_MARKS.idle}.0) < 0.5;
    float sun = clamp(dot(normalize(vNormalW), SUN), 0.0, 1.0);
    vec3 color = uSlab;
    float light = (0.62 + 0.46 * sun) * vShade;
    vec3 tint = mix(uCorridor, vFill.rgb, vFill.a);
    if (face(${FACE.slabSide}.0)) color = uSlabSide * light;
    else if (face(${FACE.corridor}.0)) color = mix(uCorridor, tiles(vPlace.xz), vFloor.y) * light;
    else if (face(${FACE.core}.0)) color = uCore * light;
    else if (face(${FACE.shaft}.0)) color = uCore * (0.66 + 0.12 * stripes(vPlace.xz, 1.1, 0.3)) * light;
    else if (face(${FACE.planks}.0) || face(${FACE.tiles}.0)) {
      vec3 closed = idle ? idleFloor(1.5) : tint * vShade;
      color = vFloor.y > 0.01 ? mix(closed, openedFloor(over, idle), vFloor.y) : closed;
    } else if (face(${FACE.wallTop}.0)) color = mix(mix(uWallColor, tint, 0.22), uCap, vFloor.y) * vShade;
    else if (face(${FACE.wallSide}.0)) {
      color = mix(mix(uWallColor * 0.72, tint, 0.72), uWallColor, vFloor.y) * light;
      float up = clamp(vPlace.y / max(vWall, 0.1), 0.0, 1.0);
      if (over) color += vFloor.y * vFill.rgb * 0.24 * pow(1.0 - up, 1.8);
    } else color *= light;
    if (vFloor.z > 0.5 && vNormalW.y > 0.5 && !face(${FACE.wallTop}.0))
      color = mix(color, uWallColor, 0.17 * stripes(vPlace.xz, 1.4, 0.3));
    float selected = room > -0.5 ? is(room, uSelected) : 0.0;
    float hovered = room > -0.5 ? is(room, uHovered) : 0.0;
    float bright = max(selected, hovered);
    float grey = dot(color, vec3(0.3, 0.59, 0.11));
    color = mix(color, 0.6 * mix(color, grey * vec3(0.92, 1.0, 1.1), 0.85), uAside * (1.0 - selected));
    if (face(${FACE.wallTop}.0)) color = mix(color, uAccent, max(selected * (1.0 - vFloor.y), 0.6 * hovered));
    color += bright * 0.07 * (1.0 - selected * uAside) + (vRoomFace.x > -0.5 ? 0.0 : vFloor.w * 0.035);
    gl_FragColor = vec4(color, vFloor.x);
  }
`
