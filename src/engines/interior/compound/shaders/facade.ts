import { FOG, LIT, STAND } from './glsl.ts'

/** A wall carries metres along and above it, and which building's it is; storeys and windows are drawn from those alone. */
export const facadeVertex = /* glsl */ `
  ${STAND}
  attribute vec4 wall;
  attribute vec4 block;
  attribute vec2 owner;
  uniform sampler2D uFill;
  varying vec2 vUp;
  flat varying vec2 vWall;
  flat varying vec4 vBlock;
  flat varying vec3 vClass;
  flat varying vec2 vOwner;
  void main() {
    vUp = wall.xy;
    vWall = wall.zw;
    vBlock = block;
    vOwner = owner;
    int row = int(owner.x + 0.5);
    vClass = pow(texelFetch(uFill, ivec2(row % 64, row / 64), 0).rgb, vec3(2.2));
    stand();
  }
`

/** Of one pixel: which storey, bay and room it lies in and where in the window. */
const GRID = /* glsl */ `
  struct Cell {
    float storey; float bay; float bays; vec2 at; float wide; float high;
    vec2 low; vec2 top; float has; vec3 ids; vec2 soft;
  };
  float within(vec2 at, vec2 low, vec2 top, vec2 soft) {
    vec2 both = smoothstep(low - soft, low + soft, at) * (1.0 - smoothstep(top - soft, top + soft, at));
    return both.x * both.y;
  }
  Cell cellOf(float kind, bool isEnd) {
    Cell c;
    float u = vUp.x, v = vUp.y, ground = vBlock.y, usual = vBlock.z;
    c.storey = v < ground ? 0.0 : 1.0 + floor((v - ground) / usual);
    c.high = v < ground ? ground : usual;
    c.bays = max(1.0, floor(vWall.x / (kind > 1.5 ? 1.7 : 3.4) + 0.5));
    c.wide = vWall.x / c.bays;
    c.bay = floor(u / c.wide);
    c.at = vec2(u - c.bay * c.wide, v < ground ? v : mod(v - ground, usual));
    vec4 box = kind > 1.5 ? vec4(0.05, 0.92, 0.95, 0.38) : kind > 0.5 ? vec4(0.15, 0.62, 0.85, 0.22)
      : vec4(0.24, 0.95, 0.76, 0.62);
    c.low = vec2(box.x * c.wide, box.y);
    c.top = vec2(box.z * c.wide, c.high - box.w);
    if (c.storey < 0.5) { c.low.y = 0.55; c.top.y = c.high - 0.75; }
    c.has = isEnd ? step(abs(c.bay - floor(c.bays * 0.5)), 0.1) : 1.0;
    if (v > vBlock.x - 0.75) c.has = 0.0;
    c.soft = max(vec2(fwidth(u), fwidth(v)) * 0.7, vec2(0.012));
    float of = vWall.y * 64.0;
    c.ids = vec3(chance(vec3(c.bay, c.storey, of)), chance(vec3(floor(c.bay * 0.5), c.storey, of + 1.0)),
      chance(vec3(vOwner.x, c.storey, 7.0)));
    return c;
  }
`

export const facadeFragment = /* glsl */ `
  ${FOG}
  ${LIT}
  uniform vec3 uZenith;
  uniform vec3 uEdgeOfSky;
  uniform vec3 uNadir;
  uniform float uGlow;
  uniform float uGlint;
  uniform float uLitShare;
  uniform float uEmit;
  uniform float uWash;
  uniform float uCove;
  uniform vec2 uLitOnes;
  varying vec2 vUp;
  flat varying vec2 vWall;
  flat varying vec4 vBlock;
  flat varying vec3 vClass;
  flat varying vec2 vOwner;
  ${GRID}
  vec3 skyAt(vec3 way) {
    vec3 down = mix(uEdgeOfSky * 0.45, uNadir, clamp(-way.y * 4.0, 0.0, 1.0));
    if (way.y <= 0.0) return down;
    vec3 sky = mix(uEdgeOfSky, uZenith, sqrt(way.y));
    float towards = max(dot(normalize(way.xz + 1e-4), normalize(uSun.xz)), 0.0);
    vec3 west = mix(vec3(0.20, 0.24, 0.42), vec3(1.5, 0.62, 0.25), pow(towards, 3.0));
    return mix(sky, west, uGlow * 0.8 * exp(-way.y * 2.2));
  }
  void main() {
    if (isGone()) { gl_FragColor = gone(); return; }
    float kind = mod(vBlock.w, 10.0);
    bool isEnd = vBlock.w > 9.5;
    Cell c = cellOf(kind, isEnd);
    vec3 facing = normalize(vNormalW);
    vec3 along = vec3(facing.z, 0.0, -facing.x);
    float v = vUp.y, top = vBlock.x;

    float window = within(c.at, c.low, c.top, c.soft) * c.has;
    float sun = dot(uSun, facing);
    vec2 reveal = 0.34 * vec2(dot(uSun, along), uSun.y) / max(sun, 0.22);
    float paneLit = sun > 0.0 ? within(c.at + reveal, c.low, c.top, c.soft + 0.03) : 0.0;
    vec2 pane = (c.at - c.low) / (c.top - c.low);

    float post = 1.0 - smoothstep(0.05, 0.05 + c.soft.x * 1.2, abs(c.at.x - 0.5 * (c.low.x + c.top.x)));
    float bar = 1.0 - smoothstep(0.05, 0.05 + c.soft.y * 1.2, abs(pane.y - 0.7) * (c.top.y - c.low.y));
    float frame = max(post, bar) * clamp(1.3 - c.soft.x * 4.0, 0.0, 1.0);
    float blind = c.ids.x > 0.52 ? step(1.0 - (0.15 + 0.7 * fract(c.ids.x * 37.0)), pane.y) : 0.0;

    vec3 stone = vAlbedo * (0.94 + 0.12 * noise(vUp * vec2(0.6, 0.35) + vWall.y * 7.0));
    stone *= 1.0 - 0.1 * noise(vUp * vec2(1.3, 0.12));
    if (kind > 0.5 && kind < 1.5 && !isEnd && c.storey > 0.5) {
      float edge = min(c.at.x, c.wide - c.at.x);
      float pier = 1.0 - smoothstep(0.24 - c.soft.x, 0.24 + c.soft.x, edge);
      float moved = c.at.x + sign(reveal.x) * min(abs(reveal.x) * 1.1, 0.5);
      float shade = 1.0 - smoothstep(0.24, 0.3 + c.soft.x, min(abs(moved), abs(c.wide - moved)));
      stone *= (1.0 + 0.08 * pier) * (1.0 - 0.42 * shade * (1.0 - pier) * step(0.0, sun));
    }
    float joint = (1.0 - smoothstep(0.1, 0.1 + c.soft.y * 1.5, c.at.y)) * step(0.5, c.storey);
    stone *= 1.0 - 0.26 * joint;
    if (v < 1.25) stone *= vec3(0.56, 0.55, 0.54);
    float grey = dot(stone, vec3(0.3333));
    float rise = mix(0.28, 1.0, smoothstep(0.0, 1.0, v / top));
    stone = mix(stone, vClass * (0.35 + 0.65 * grey / 0.6), 0.3 * rise);
    stone *= 1.0 - 0.5 * (within(c.at, c.low, c.top, c.soft + 0.05) - window) * c.has;
    vec2 sill = vec2(0.12, 0.14);
    stone *= 1.0 + 0.18 * within(c.at, c.low - sill, vec2(c.top.x + 0.12, c.low.y), c.soft) * c.has;

    vec3 glass = mix(vec3(0.014, 0.022, 0.03), vec3(0.46, 0.45, 0.42) * (0.75 + 0.4 * c.ids.x)
      * mix(0.35, 0.8, paneLit), blind * 0.9);
    glass = mix(glass, vec3(0.16, 0.17, 0.18), frame);

    vec3 site = siteAt(vAt + facing * 7.0);
    float open = (1.0 - 0.4 * exp(-v / 3.0)) * (1.0 - 0.75 * site.r * exp(-v / 22.0));
    vec3 color = lit(mix(stone, glass, window), facing, open, v - 1.0, siteAt(vAt + facing));

    vec3 look = normalize(vAt - cameraPosition);
    vec3 tilted = normalize(facing + along * (c.ids.x - 0.5) * 0.07 + vec3(0.0, (c.ids.y - 0.5) * 0.05, 0.0));
    vec3 back = reflect(look, tilted);
    float fresnel = 0.07 + 0.75 * pow(1.0 - max(dot(-look, tilted), 0.0), 3.5);
    float closed = exp(-v / 9.0) * site.r;
    vec3 gloss = skyAt(back) * fresnel * (1.0 - 0.7 * closed) * mix(0.62, 1.0, paneLit)
      + uKey * 0.2 * pow(max(dot(back, uSun), 0.0), 220.0) * uGlint * 9.0;
    color += window * (1.0 - 0.75 * blind) * (1.0 - 0.7 * frame) * gloss;

    float isOn = step(c.ids.y, uLitShare * vOwner.y * mix(0.35, 1.55, c.ids.z));
    float stair = !isEnd && abs(c.bay - 2.0) < 0.4 && c.storey > 0.5 ? step(0.2, uEmit - 0.4) : 0.0;
    float lobby = c.storey < 0.5 ? mix(0.25, 1.0, step(0.2, uEmit - 0.4)) * min(1.0, uLitShare * 12.0) : 0.0;
    float tone = fract(c.ids.y * 53.0 + c.ids.x);
    vec3 warm = tone < 0.62 ? vec3(1.0, 0.723, 0.392) : tone < 0.88 ? vec3(1.0, 0.515, 0.168)
      : vec3(0.76, 0.837, 1.0);
    float shape = mix(0.4, 1.12, smoothstep(0.0, 0.9, pane.y)) * mix(1.0, 0.62, blind) * (1.0 - 0.55 * frame);
    shape *= (0.82 + 0.36 * noise(vec2(pane.x * 5.0 + c.ids.x * 40.0, pane.y * 2.0)))
      * (1.0 + 0.35 * (1.0 - smoothstep(0.0, 0.5, abs(pane.x - 0.5))));
    float strength = max(isOn * mix(0.28, 1.4, pow(fract(c.ids.y * 91.0), 1.4)) * mix(0.82, 1.1, c.ids.x),
      max(stair * 0.42, lobby * 0.7));
    color += window * warm * shape * strength * uEmit;
    color += stone * (1.0 - window) * (vec3(1.0, 0.623, 0.296) * uWash * exp(-v / 7.0)
      + vClass * uCove * exp(-max(top - v, 0.0) / 1.3));
    if (abs(vOwner.x - uLitOnes.y) < 0.5 || abs(vOwner.x - uLitOnes.x) < 0.5) color *= 1.3;
    gl_FragColor = shown(color);
  }
`
