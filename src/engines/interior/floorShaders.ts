import { SIDE } from './meshes/walls.ts'

/** Texels that tell how a floor stands, see `FloorStates`. */
export const STATE_TEXELS = 3

/** How the floor of a vertex stands: where, how high its walls are, whether it is there, opened, chosen. */
export const FLOOR_STATE = /* glsl */ `
  uniform highp sampler2D uFloors;
  vec4 floorState(float floorRank, int texel) { return texelFetch(uFloors, ivec2(texel, int(floorRank + 0.5)), 0); }
  const vec4 NOWHERE = vec4(2.0, 2.0, 2.0, 1.0);
`

/** What lies before the plane that a building is cut along is gone: (x, z) into the building, how far, and whether it is cut. */
export const CUT = /* glsl */ `
  uniform vec4 uCut;
  bool isCutAway(vec2 at) { return uCut.w > 0.5 && dot(at, uCut.xy) < uCut.z; }
`

/** The class of a room's row, and what stands out of it. */
export const ROOM_ROWS = /* glsl */ `
  uniform sampler2D uFill;
  uniform sampler2D uRemarks;
  ivec2 rowAt(float room) {
    int i = int(room + 0.5);
    int wide = textureSize(uFill, 0).x;
    return ivec2(i % wide, i / wide);
  }
`

/** A stretch of wall from its four corners: the same for all, its shape told by the side and corner of each vertex. */
export const WALL_SHAPE = /* glsl */ `
  vec2 wallCorner(float corner, vec4 outside, vec4 inside) {
    vec4 pair = corner < 1.5 ? outside : inside;
    return mod(corner, 2.0) < 0.5 ? pair.xy : pair.zw;
  }
  vec3 wallNormal(float side, vec4 outside) {
    vec2 along = normalize(outside.zw - outside.xy);
    vec2 inward = vec2(along.y, -along.x);
    if (side < ${SIDE.top}.5) return vec3(0.0, 1.0, 0.0);
    if (side < ${SIDE.outside}.5) return vec3(-inward.x, 0.0, -inward.y);
    if (side < ${SIDE.inside}.5) return vec3(inward.x, 0.0, inward.y);
    if (side < ${SIDE.start}.5) return vec3(-along.x, 0.0, -along.y);
    return vec3(along.x, 0.0, along.y);
  }
  bool wallSideSeen(float side, float ends) {
    if (side < ${SIDE.inside}.5) return true;
    return side < ${SIDE.start}.5 ? mod(ends, 2.0) > 0.5 : ends > 1.5;
  }
`

export const deskVertex = /* glsl */ `
  attribute vec3 place;
  attribute vec2 state;
  attribute vec2 owner;
  attribute float part;
  uniform vec3 uUsed;
  uniform vec3 uFree;
  uniform vec3 uAccent;
  varying vec3 vColor;
  varying float vLight;
  flat varying float vPresence;
  uniform float uChosen;
  uniform float uPointed;
  uniform float uSelected;
  uniform float uAside;
  ${FLOOR_STATE}
  ${CUT}
  void main() {
    vec4 stands = floorState(owner.y, 0);
    vPresence = floorState(owner.y, 1).x;
    bool drawn = floorState(owner.y, 2).y > 0.5 && !isCutAway(vec2(place.x, -place.y));
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
    float aside = uAside * step(0.5, abs(owner.x - uSelected));
    float grey = dot(vColor, vec3(0.3, 0.59, 0.11));
    vColor = mix(vColor, 0.5 * mix(vColor, vec3(grey), 0.7), aside);
    gl_Position = drawn ? projectionMatrix * modelViewMatrix * vec4(at + stands.xyz, 1.0) : NOWHERE;
  }
`

export const deskFragment = /* glsl */ `
  varying vec3 vColor;
  varying float vLight;
  flat varying float vPresence;
  void main() { gl_FragColor = vec4(vColor * vLight, vPresence); }
`

/**
 * Lines of a width in CSS pixels along edges: of floors, each as faint as its floor says, or of rooms, on their walls, in
 * the colour of their class while all floors are shown. A room's are as deep as they are broad, so that nothing of its own
 * floor stands before them.
 */
export const edgeVertex = /* glsl */ `
  attribute vec4 ends;
  attribute vec3 owner;
  uniform vec2 uViewport;
  uniform float uWidthPx;
  uniform vec3 uColor;
  flat varying vec4 vColor;
  varying vec2 vAt;
  const float NEARER_PX = 4.0;
  ${FLOOR_STATE}
  ${ROOM_ROWS}
  void main() {
    vec4 stands = floorState(owner.x, 0);
    vec4 shows = floorState(owner.x, 1);
    bool isRoom = owner.z > -0.5;
    vColor = isRoom
      ? vec4(texelFetch(uFill, rowAt(owner.z), 0).rgb, step(0.6, shows.x) * step(shows.y, 0.5))
      : vec4(uColor, floorState(owner.x, 2).x);
    vec3 lift = stands.xyz + vec3(0.0, owner.y + (isRoom ? stands.w : 0.0), 0.0);
    vec4 a = modelViewMatrix * vec4(vec3(ends.x, 0.0, ends.y) + lift, 1.0);
    vec4 b = modelViewMatrix * vec4(vec3(ends.z, 0.0, ends.w) + lift, 1.0);
    float near = -0.5 * projectionMatrix[3][2] / projectionMatrix[2][2];
    if (a.z > near && b.z < near) a = mix(a, b, (near - a.z) / (b.z - a.z));
    else if (b.z > near && a.z < near) b = mix(b, a, (near - b.z) / (a.z - b.z));
    vec4 from = projectionMatrix * a, to = projectionMatrix * b;
    vec2 along = (to.xy / to.w - from.xy / from.w) * uViewport;
    along = dot(along, along) > 1e-12 ? normalize(along) : vec2(1.0, 0.0);
    vAt = position.x < 0.5 ? ends.xy : ends.zw;
    vec4 clip = position.x < 0.5 ? from : to;
    vec2 beside = vec2(-along.y, along.x) * position.y + along * (position.x * 2.0 - 1.0);
    clip.xy += beside * uWidthPx / uViewport * clip.w;
    if (isRoom) {
      vec4 at = position.x < 0.5 ? a : b;
      at.z += uWidthPx * NEARER_PX * -at.z * 2.0 / (projectionMatrix[1][1] * uViewport.y);
      vec4 nearer = projectionMatrix * at;
      clip.z = nearer.z / nearer.w * clip.w;
    }
    gl_Position = vColor.a > 0.004 ? clip : NOWHERE;
  }
`

export const edgeFragment = /* glsl */ `
  flat varying vec4 vColor;
  varying vec2 vAt;
  ${CUT}
  void main() {
    if (isCutAway(vAt)) discard;
    gl_FragColor = vColor;
  }
`
