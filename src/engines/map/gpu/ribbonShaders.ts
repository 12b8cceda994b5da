const uniformBlock = `\
layout(std140) uniform ribbonUniforms {
  mat4 clipFromRelative;
  vec4 colour;
  vec2 cameraOffset;
  float halfPixels;
  float pixelWorld;
  float down;
  float ratio;
} ribbon;
`

export const ribbonUniforms = {
  name: 'ribbon',
  vs: uniformBlock,
  fs: uniformBlock,
  uniformTypes: {
    clipFromRelative: 'mat4x4<f32>',
    colour: 'vec4<f32>',
    cameraOffset: 'vec2<f32>',
    halfPixels: 'f32',
    pixelWorld: 'f32',
    down: 'f32',
    ratio: 'f32',
  },
} as const

/** A line is half a device pixel wider to each side than it is said to be; its edge fades over that pixel. */
export const ribbonVertexShader = `\
#version 300 es
#define SHADER_NAME ribbon-vertex
in vec2 place;
in vec2 across;
in float side;
out float vFromMiddle;

void main() {
  float reach = ribbon.halfPixels + 0.5 / ribbon.ratio;
  vec2 world = place - ribbon.cameraOffset + across * reach * ribbon.pixelWorld;
  gl_Position = ribbon.clipFromRelative * vec4(world, 0.0, 1.0);
  gl_Position.y -= ribbon.down * gl_Position.w;
  vFromMiddle = side * reach * ribbon.ratio;
}
`

export const ribbonFragmentShader = `\
#version 300 es
#define SHADER_NAME ribbon-fragment
precision highp float;
in float vFromMiddle;
out vec4 fragColor;

void main() {
  float halfWidth = ribbon.halfPixels * ribbon.ratio;
  float share = min(min(1.0, halfWidth * 2.0), halfWidth + 0.5 - abs(vFromMiddle));
  if (share <= 0.0) discard;
  fragColor = vec4(ribbon.colour.rgb, ribbon.colour.a * share);
}
`
