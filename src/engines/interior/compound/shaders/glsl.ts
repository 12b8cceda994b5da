/** What all shaders of a compound share: light, shadow, the baked map, tone mapping and the fog, each in the compound's own frame. */

/** Places a vertex, of an instance too. */
export const STAND = /* glsl */ `
  attribute vec3 albedo;
  varying vec3 vAt;
  varying vec3 vNormalW;
  varying vec3 vAlbedo;
  void stand() {
    vec4 world = vec4(position, 1.0);
    vec3 facing = normal;
    vAlbedo = albedo;
    #ifdef USE_INSTANCING
      world = instanceMatrix * world;
      facing = mat3(instanceMatrix) * facing;
    #endif
    #ifdef USE_INSTANCING_COLOR
      vAlbedo *= instanceColor;
    #endif
    vAt = world.xyz;
    vNormalW = normalize(facing);
    gl_Position = projectionMatrix * viewMatrix * world;
  }
`

/** Where a pixel fades into the dark table that the model stands on; crowns are left out of it. */
export const FOG = /* glsl */ `
  uniform vec2 uViewport;
  uniform float uHorizon;
  uniform vec4 uReach;
  uniform vec3 uLow;
  uniform vec3 uHigh;
  uniform vec3 uBand;
  uniform vec3 uTop;
  float vignette() {
    vec2 off = (gl_FragCoord.xy / uViewport - vec2(0.5, 0.48)) * vec2(1.08, 0.96);
    return 1.0 - 0.42 * smoothstep(0.34, 0.74, length(off));
  }
  vec3 distance_() {
    float t = gl_FragCoord.y / uViewport.y - uHorizon;
    vec3 tone = mix(uLow, uHigh, smoothstep(-0.52, -0.005, t));
    tone = mix(tone, uBand, smoothstep(-0.03, 0.055, t));
    return mix(tone, uTop, smoothstep(0.03, 0.26, t));
  }
  float fogAt(vec3 at) {
    float away = smoothstep(uReach.z, uReach.w, length(at.xz - uReach.xy));
    return 1.0 - (1.0 - away) * 0.98;
  }
  uint mixed(uvec3 k) {
    k = k * 1664525u + 1013904223u;
    k.x += k.y * k.z; k.y += k.z * k.x; k.z += k.x * k.y;
    k ^= k >> 16u;
    k.x += k.y * k.z; k.y += k.z * k.x;
    return k.x ^ (k.y >> 7u);
  }
  float chance(vec3 k) { return float(mixed(uvec3(ivec3(floor(k + 0.5)))) >> 8u) / 16777216.0; }
  float grain() { return (chance(vec3(gl_FragCoord.xy, 1.0)) - 0.5) / 255.0; }
`

/** Lambert under one key light and a sky, with what was baked; all in linear light until it is shown. */
export const LIT = /* glsl */ `
  uniform vec3 uSun;
  uniform vec3 uKey;
  uniform vec3 uSky;
  uniform vec3 uEarth;
  uniform float uExposure;
  uniform float uLamp;
  uniform float uSpill;
  uniform highp sampler2DShadow uShadow;
  uniform mat4 uShadowFrom;
  uniform float uTexel;
  uniform sampler2D uSite;
  uniform vec3 uSiteAt;
  uniform sampler2D uNoise;
  varying vec3 vAt;
  varying vec3 vNormalW;
  varying vec3 vAlbedo;
  const vec3 LAMP = vec3(1.0, 0.584, 0.254);
  const vec3 ROOM = vec3(1.0, 0.694, 0.352);
  float noise(vec2 at) { return texture2D(uNoise, at / 64.0).r; }
  /** Beyond the map the edge of it goes on. */
  vec3 siteAt(vec3 at) { return texture2D(uSite, (at.xz - uSiteAt.xy) / uSiteAt.z + 0.5).rgb; }
  float sunlit(vec3 facing) {
    vec4 from = uShadowFrom * vec4(vAt + facing * 0.3, 1.0);
    vec3 at = from.xyz / from.w;
    if (at.x < 0.0 || at.y < 0.0 || at.x > 1.0 || at.y > 1.0 || at.z > 1.0) return 1.0;
    at.z -= 0.0006;
    float lit = texture(uShadow, at + vec3(-0.9, -0.4, 0.0) * uTexel)
      + texture(uShadow, at + vec3(0.9, 0.4, 0.0) * uTexel);
    if (lit < 0.01 || lit > 1.99) return lit * 0.5;
    lit += texture(uShadow, at + vec3(0.4, -0.9, 0.0) * uTexel);
    return (lit + texture(uShadow, at + vec3(-0.4, 0.9, 0.0) * uTexel)) * 0.25;
  }
  vec3 lit(vec3 color, vec3 facing, float open, float height, vec3 site) {
    float key = max(dot(facing, uSun), 0.0);
    if (key > 0.0) key *= sunlit(facing);
    vec3 light = (uKey * key + mix(uEarth, uSky, facing.y * 0.5 + 0.5) * open) / 3.14159265;
    float low = exp(-max(height, 0.0) / 6.5);
    light += LAMP * site.g * low * uLamp + ROOM * site.b * low * uSpill * 0.34;
    return color * light;
  }
  vec3 toned(vec3 c) {
    c *= uExposure / 0.6;
    c = mat3(0.59719, 0.07600, 0.02840, 0.35458, 0.90834, 0.13383, 0.04823, 0.01566, 0.83777) * c;
    c = (c * (c + 0.0245786) - 0.000090537) / (c * (0.983729 * c + 0.4329510) + 0.238081);
    c = mat3(1.60475, -0.10208, -0.00327, -0.53108, 1.10813, -0.07276, -0.07367, -0.00605, 1.07602) * c;
    return clamp(c, 0.0, 1.0);
  }
  vec4 shown(vec3 c) {
    c = toned(c);
    c = mix(c * 12.92, 1.055 * pow(c, vec3(0.41667)) - 0.055, step(vec3(0.0031308), c));
    return vec4(mix(c, distance_(), fogAt(vAt)) * vignette() + grain(), 1.0);
  }
  /** Far out nothing is left but the fog: most of the ground costs nothing. */
  bool isGone() { return fogAt(vAt) > 0.985; }
  vec4 gone() { return vec4(distance_() * vignette() + grain(), 1.0); }
`

export const backdropVertex = /* glsl */ `
  void main() { gl_Position = vec4(position.xy, 0.9999, 1.0); }
`
export const backdropFragment = /* glsl */ `
  ${FOG}
  void main() { gl_FragColor = vec4(distance_() * vignette() + grain(), 1.0); }
`

export const solidVertex = /* glsl */ `
  ${STAND}
  void main() { stand(); }
`

/** Roofs, parapets, plant, walls, posts and blocks around: whatever has a colour and no pattern. */
export const solidFragment = /* glsl */ `
  ${FOG}
  ${LIT}
  void main() {
    if (isGone()) { gl_FragColor = gone(); return; }
    vec3 site = siteAt(vAt);
    float open = vAt.y > 6.0 ? 0.9 : 1.0 - 0.45 * site.r;
    vec3 color = vAlbedo;
    vec3 glow = max(vAlbedo - 1.0, 0.0) * uLamp;
    if (vAlbedo.r > 1.0) color = vec3(0.6);
    gl_FragColor = shown(lit(color, normalize(vNormalW), open, vAt.y, site) + glow);
  }
`

/** Which pattern the ground has; a number a vertex. */
export const GROUND = { asphalt: 0, lawn: 1, stone: 2, marking: 3, pavement: 4, city: 5 } as const

export const groundVertex = /* glsl */ `
  ${STAND}
  attribute float kind;
  flat varying float vKind;
  void main() { vKind = kind; stand(); }
`

export const groundFragment = /* glsl */ `
  ${FOG}
  ${LIT}
  flat varying float vKind;
  void main() {
    if (isGone()) { gl_FragColor = gone(); return; }
    vec2 at = vAt.xz;
    float px = fwidth(at.x) + fwidth(at.y);
    float near = 1.0 / (1.0 + px * 1.6);
    vec3 color = vAlbedo;
    float wide = noise(at * 0.11);
    if (vKind < 4.5) wide = wide * 0.6 + noise(at * 0.43) * 0.4;
    if (vKind < 0.5) {
      color *= 0.84 + 0.3 * wide;
      if (near > 0.3) color *= 1.0 + 0.1 * near * (noise(at * 6.0) - 0.5);
    }
    else if (vKind < 1.5) {
      float mown = step(0.5, fract(dot(at, vec2(0.5, 0.866)) / 5.0));
      color *= (0.74 + 0.52 * wide) * (1.0 + 0.1 * (mown - 0.5)) * (1.0 + 0.5 * near * (noise(at * 3.0) - 0.5));
      color = mix(color, color * vec3(1.25, 1.1, 0.7), noise(at * 0.05) * 0.4);
    } else if (vKind < 2.5) {
      vec2 off = abs(fract(at / 1.6) - 0.5);
      float joint = smoothstep(0.46, 0.5, max(off.x, off.y)) * clamp(1.2 - px * 1.4, 0.0, 1.0);
      float slab = clamp(1.0 - px, 0.0, 1.0) * (chance(vec3(floor(at / 1.6) + 4096.0, 3.0)) - 0.5);
      color *= (0.9 + 0.2 * wide) * (1.0 - 0.25 * joint) * (1.0 + 0.1 * slab);
    } else if (vKind > 3.5) color *= 0.86 + 0.28 * wide;
    vec3 site = siteAt(vAt);
    gl_FragColor = shown(lit(color, normalize(vNormalW), 1.0 - 0.62 * site.r, vAt.y, site));
  }
`

/** Leaves and trunk: the trunk has a colour below zero. */
export const treeFragment = /* glsl */ `
  ${FOG}
  ${LIT}
  void main() {
    if (isGone()) { gl_FragColor = gone(); return; }
    vec3 site = siteAt(vAt);
    float leaf = noise(vAt.xz * 1.9 + vAt.y * 1.3) * 0.6 + noise(vAt.xz * 4.6 - vAt.y * 3.1) * 0.4;
    vec3 color = vAlbedo.r < 0.0 ? vec3(0.09, 0.07, 0.055) : vAlbedo * (0.55 + 0.9 * leaf);
    float open = mix(0.62, 1.0, smoothstep(1.5, 6.5, vAt.y)) * (1.0 - 0.35 * site.r);
    gl_FragColor = shown(lit(color, normalize(vNormalW), open, vAt.y - 2.0, site));
  }
`

export const carFragment = /* glsl */ `
  ${FOG}
  ${LIT}
  uniform vec3 uZenith;
  uniform vec3 uEdgeOfSky;
  void main() {
    if (isGone()) { gl_FragColor = gone(); return; }
    vec3 site = siteAt(vAt);
    vec3 facing = normalize(vNormalW);
    vec3 look = normalize(vAt - cameraPosition);
    vec3 back = reflect(look, facing);
    float fresnel = 0.05 + 0.5 * pow(1.0 - max(dot(-look, facing), 0.0), 3.0);
    vec3 gloss = fresnel * 0.8 * mix(uEdgeOfSky, uZenith, clamp(back.y, 0.0, 1.0)) * step(0.0, back.y);
    gl_FragColor = shown(lit(vAlbedo, facing, 0.55 + 0.45 * smoothstep(0.1, 1.2, vAt.y), vAt.y, site) + gloss);
  }
`

/** The index alone: no light, no fog, no tone mapping, so that it is the legend's colour to the bit. */
export const crownVertex = /* glsl */ `
  attribute vec2 owner;
  uniform sampler2D uFill;
  uniform vec3 uAccent;
  uniform vec2 uLitOnes;
  flat varying vec3 vColor;
  void main() {
    int row = int(owner.x + 0.5);
    vColor = texelFetch(uFill, ivec2(row % 64, row / 64), 0).rgb;
    bool isMark = owner.y > 0.5;
    bool isLit = abs(owner.x - uLitOnes.x) < 0.5 || abs(owner.x - uLitOnes.y) < 0.5;
    if (isMark) vColor = uAccent;
    gl_Position = isMark && !isLit ? vec4(2.0, 2.0, 2.0, 1.0)
      : projectionMatrix * viewMatrix * vec4(position, 1.0);
  }
`
export const crownFragment = /* glsl */ `
  flat varying vec3 vColor;
  void main() { gl_FragColor = vec4(vColor, 1.0); }
`

export const depthVertex = /* glsl */ `
  void main() {
    vec4 world = vec4(position, 1.0);
    #ifdef USE_INSTANCING
      world = instanceMatrix * world;
    #endif
    gl_Position = projectionMatrix * viewMatrix * world;
  }
`
export const depthFragment = /* glsl */ `
  void main() { gl_FragColor = vec4(1.0); }
`

/** A lamp's halo, drawn onto what is there. */
export const haloVertex = /* glsl */ `
  uniform float uHalo;
  varying vec3 vAt;
  void main() {
    vAt = position;
    gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.0);
    gl_PointSize = uHalo / gl_Position.w;
  }
`
export const haloFragment = /* glsl */ `
  ${FOG}
  uniform float uLamp;
  varying vec3 vAt;
  void main() {
    float off = length(gl_PointCoord - 0.5) * 2.0;
    float glow = pow(max(1.0 - off, 0.0), 3.0) * 0.34 * uLamp * (1.0 - fogAt(vAt));
    gl_FragColor = vec4(vec3(1.0, 0.79, 0.54) * glow, 0.0);
  }
`
