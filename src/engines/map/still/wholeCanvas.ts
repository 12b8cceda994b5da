import type { Device } from '@luma.gl/core'
import { Model } from '@luma.gl/engine'

const vs = `#version 300 es
void main() {
  gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 1.0, 1.0);
}`

/** Paints every pixel of the canvas anew, whatever it was, and leaves its depth. */
export const PAINTED_OVER = { depthCompare: 'always', depthWriteEnabled: false, blend: false } as const

/** One triangle over the whole canvas; `body` writes `colour`. */
export const makeWholeCanvas = (device: Device, id: string, body: string, head = ''): Model =>
  new Model(device, {
    id,
    vs,
    fs: `#version 300 es
precision highp float;
${head}
out vec4 colour;
void main() {
  ${body}
}`,
    topology: 'triangle-list',
    vertexCount: 3,
    parameters: PAINTED_OVER,
  })
