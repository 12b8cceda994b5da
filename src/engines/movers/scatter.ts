import { WORDS } from './packing.ts'

/** Texels in a line of a row texture. */
export const LINE = 1024

const VERTEX = `#version 300 es
layout(location = 0) in uvec4 first;
layout(location = 1) in uvec4 second;
uniform float lines;
flat out uvec4 vFirst;
flat out uvec4 vSecond;
void main() {
  vFirst = first;
  vSecond = second;
  vec2 texel = vec2(float(second.w % ${LINE}u), float(second.w / ${LINE}u)) + 0.5;
  gl_Position = vec4(texel / vec2(${LINE}.0, lines) * 2.0 - 1.0, 0.0, 1.0);
  gl_PointSize = 1.0;
}
`
const FRAGMENT = `#version 300 es
precision highp float;
flat in highp uvec4 vFirst;
flat in highp uvec4 vSecond;
layout(location = 0) out highp uvec4 first;
layout(location = 1) out highp uvec4 second;
void main() {
  first = vFirst;
  second = vSecond;
}
`

/** Two textures of 4 × 32 bits a row, and the frame that both are drawn into. */
export interface RowTarget {
  readonly lines: number
  readonly first: WebGLTexture
  readonly second: WebGLTexture
  readonly frame: WebGLFramebuffer
}

/** Rows go up as one buffer and are drawn as points, each into the texel of its row: the only way to write scattered rows in one call. */
export class Scatter {
  readonly #gl: WebGL2RenderingContext
  readonly #program: WebGLProgram
  readonly #lines: WebGLUniformLocation | null
  readonly #buffer: WebGLBuffer
  readonly #array: WebGLVertexArrayObject

  /** Throws with the log of the shader compiler where the program cannot be made. */
  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl
    this.#program = makeProgram(gl)
    this.#lines = gl.getUniformLocation(this.#program, 'lines')
    this.#buffer = gl.createBuffer()
    this.#array = gl.createVertexArray()
    keeping(gl, () => {
      gl.bindVertexArray(this.#array)
      gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer)
      for (const slot of [0, 1]) {
        gl.enableVertexAttribArray(slot)
        gl.vertexAttribIPointer(slot, 4, gl.UNSIGNED_INT, WORDS * 4, slot * 16)
      }
    })
  }

  makeTarget(lines: number): RowTarget {
    const gl = this.#gl
    const first = makeTexture(gl, lines)
    const second = makeTexture(gl, lines)
    const frame = gl.createFramebuffer()
    keeping(gl, () => {
      gl.bindFramebuffer(gl.FRAMEBUFFER, frame)
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, first, 0)
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT1, gl.TEXTURE_2D, second, 0)
      gl.drawBuffers([gl.COLOR_ATTACHMENT0, gl.COLOR_ATTACHMENT1])
    })
    return { lines, first, second, frame }
  }

  /** Packed rows, see MoverStaging. */
  write(target: RowTarget, words: Uint32Array): void {
    if (words.length === 0) return
    const gl = this.#gl
    keeping(gl, () => {
      gl.bindFramebuffer(gl.FRAMEBUFFER, target.frame)
      gl.viewport(0, 0, LINE, target.lines)
      gl.disable(gl.SCISSOR_TEST)
      gl.disable(gl.BLEND)
      gl.colorMask(true, true, true, true)
      gl.useProgram(this.#program)
      gl.uniform1f(this.#lines, target.lines)
      gl.bindVertexArray(this.#array)
      gl.bindBuffer(gl.ARRAY_BUFFER, this.#buffer)
      gl.bufferData(gl.ARRAY_BUFFER, words, gl.STREAM_DRAW)
      gl.drawArrays(gl.POINTS, 0, words.length / WORDS)
    })
  }

  free({ first, second, frame }: RowTarget): void {
    this.#gl.deleteFramebuffer(frame)
    this.#gl.deleteTexture(first)
    this.#gl.deleteTexture(second)
  }

  destroy(): void {
    this.#gl.deleteProgram(this.#program)
    this.#gl.deleteBuffer(this.#buffer)
    this.#gl.deleteVertexArray(this.#array)
  }
}

/** Lets the graphics libraries, which remember what they have set, find everything as it was. None of the questions waits for the GPU. */
const keeping = (gl: WebGL2RenderingContext, work: () => void): void => {
  const frame = gl.getParameter(gl.DRAW_FRAMEBUFFER_BINDING) as WebGLFramebuffer | null
  const read = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING) as WebGLFramebuffer | null
  const viewport = gl.getParameter(gl.VIEWPORT) as Int32Array
  const mask = gl.getParameter(gl.COLOR_WRITEMASK) as [boolean, boolean, boolean, boolean]
  const program = gl.getParameter(gl.CURRENT_PROGRAM) as WebGLProgram | null
  const array = gl.getParameter(gl.VERTEX_ARRAY_BINDING) as WebGLVertexArrayObject | null
  const buffer = gl.getParameter(gl.ARRAY_BUFFER_BINDING) as WebGLBuffer | null
  const [scissor, blend] = [gl.isEnabled(gl.SCISSOR_TEST), gl.isEnabled(gl.BLEND)]
  work()
  gl.bindVertexArray(array)
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
  gl.useProgram(program)
  gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, frame)
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, read)
  gl.viewport(viewport[0] as number, viewport[1] as number, viewport[2] as number, viewport[3] as number)
  gl.colorMask(...mask)
  if (scissor) gl.enable(gl.SCISSOR_TEST)
  if (blend) gl.enable(gl.BLEND)
}

const makeTexture = (gl: WebGL2RenderingContext, lines: number): WebGLTexture => {
  const texture = gl.createTexture()
  const before = gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture | null
  gl.bindTexture(gl.TEXTURE_2D, texture)
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32UI, LINE, lines)
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST)
  for (const name of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
    gl.texParameteri(gl.TEXTURE_2D, name, gl.CLAMP_TO_EDGE)
  gl.bindTexture(gl.TEXTURE_2D, before)
  return texture
}

const makeProgram = (gl: WebGL2RenderingContext): WebGLProgram => {
  const program = gl.createProgram()
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind) as WebGLShader
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
    gl.deleteShader(shader)
  }
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(
      `the program that writes vehicles' rows: ${gl.getProgramInfoLog(program) ?? 'not linked'}`,
    )
  return program
}
