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
