import { watchContext } from '../contextWatch.ts'
import type { Layout } from './layout.ts'
import { GAP } from './treemap.ts'
import { FRAGMENT, PALETTE, TEXTURE_WIDTH, VERTEX } from './shaders.ts'

type Gl = WebGL2RenderingContext
type Rgb = readonly [number, number, number]

/** What of the picture is seen: its left top corner in CSS pixels of the picture, and how many screen pixels one of them is. */
export interface MosaicCamera {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** A class: its colour, 0–255, and the pattern over it (0 none, 1 hatched, 2 dotted). */
export interface Swatch {
  readonly rgb: Rgb
  readonly pattern: number
}

/** The rooms that are lit, by their places in the picture; all where it is empty. */
export type Lit = readonly [from: number, to: number]

const INSTANCE_BYTES = 20

/** Beneath everything, and beneath a city, 0–255. */
export interface Grounds {
  readonly ground: Rgb
  readonly plate: Rgb
}
type Shares = readonly [number, number, number, number]
const shares = ([r, g, b]: Rgb): Shares => [r / 255, g / 255, b / 255, 1]

const compiled = (gl: Gl, type: number, source: string): WebGLShader => {
  const shader = gl.createShader(type)
  if (!shader) throw new Error('no shader')
  gl.shaderSource(shader, source)
  gl.compileShader(shader)
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS))
    throw new Error(gl.getShaderInfoLog(shader) ?? 'a shader does not compile')
  return shader
}

const linked = (gl: Gl): WebGLProgram => {
  const program = gl.createProgram()
  gl.attachShader(program, compiled(gl, gl.VERTEX_SHADER, VERTEX))
  gl.attachShader(program, compiled(gl, gl.FRAGMENT_SHADER, FRAGMENT))
  gl.linkProgram(program)
  if (!gl.getProgramParameter(program, gl.LINK_STATUS))
    throw new Error(gl.getProgramInfoLog(program) ?? 'the program does not link')
  return program
}

/** One rectangle, drawn once a block. */
const prepareBlocks = (gl: Gl, program: WebGLProgram): WebGLBuffer => {
  gl.bindVertexArray(gl.createVertexArray())
  const corner = gl.getAttribLocation(program, 'corner')
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer())
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW)
  gl.enableVertexAttribArray(corner)
  gl.vertexAttribPointer(corner, 2, gl.FLOAT, false, 0, 0)
  const blocks = gl.createBuffer()
  gl.bindBuffer(gl.ARRAY_BUFFER, blocks)
  const [at, block] = [gl.getAttribLocation(program, 'at'), gl.getAttribLocation(program, 'block')]
  gl.enableVertexAttribArray(at)
  gl.vertexAttribPointer(at, 2, gl.FLOAT, false, INSTANCE_BYTES, 0)
  gl.vertexAttribDivisor(at, 1)
  gl.enableVertexAttribArray(block)
  gl.vertexAttribIPointer(block, 3, gl.UNSIGNED_INT, INSTANCE_BYTES, 8)
  gl.vertexAttribDivisor(block, 1)
  return blocks
}

const prepareTexture = (gl: Gl): void => {
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture())
  for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_2D, name, gl.NEAREST)
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1)
}

/** Left, top, width in rooms, rooms and the first room's place of every block that has rooms. */
const instancesOf = ({ cities, cell }: Layout): { readonly data: ArrayBuffer; readonly blocks: number } => {
  const most = cities.reduce((sum, { counts }) => sum + counts.length, 0)
  const data = new ArrayBuffer(most * INSTANCE_BYTES)
  const [floats, whole] = [new Float32Array(data), new Uint32Array(data)]
  let blocks = 0
  for (const { x, y, head, counts, starts, shelves } of cities)
    for (let group = 0; group < counts.length; group++) {
      if (counts[group] === 0) continue
      const at = blocks++ * 5
      floats[at] = x + ((shelves.x[group] as number) + GAP) * cell
      floats[at + 1] = y + head + ((shelves.y[group] as number) + GAP) * cell
      whole[at + 2] = shelves.w[group] as number
      whole[at + 3] = counts[group] as number
      whole[at + 4] = starts[group] as number
    }
  return { data, blocks }
}

/** How many bytes hold so many rooms' classes: whole rows of the texture. */
export const codeBytes = (rooms: number): number =>
  Math.max(Math.ceil(rooms / TEXTURE_WIDTH), 1) * TEXTURE_WIDTH

/**
 * Draws the mosaic: a byte a room in one texture, one instanced rectangle a group. It draws when it is told to and not
 * otherwise. Throws where the canvas gives no WebGL 2.
 */
export class MosaicCanvas {
  readonly #gl: Gl
  readonly #program: WebGLProgram
  readonly #blockBuffer: WebGLBuffer
  readonly #unwatch: () => void
  readonly #ground: Shares
  readonly #plate: Shares
  #layout: Layout = { width: 1, height: 1, between: 0, cell: 1, cities: [] }
  #blocks = 0
  #rows = 0
  /** Draw calls and bytes sent since it was made. */
  readonly stats = { draws: 0, uploadedBytes: 0 }

  constructor(canvas: HTMLCanvasElement, { ground, plate }: Grounds, lost: () => void) {
    const gl = canvas.getContext('webgl2', { antialias: false, alpha: false, depth: false })
    if (!gl) throw new Error('no WebGL 2')
    this.#gl = gl
    this.#program = linked(gl)
    gl.useProgram(this.#program)
    this.#blockBuffer = prepareBlocks(gl, this.#program)
    prepareTexture(gl)
    this.#ground = shares(ground)
    this.#plate = shares(plate)
    gl.clearColor(...this.#ground)
    this.#unwatch = watchContext(canvas, lost)
  }

  /** Classes of all rooms in the order of their places, `codeBytes` long. */
  setCodes(codes: Uint8Array): void {
    const gl = this.#gl
    const rows = codes.length / TEXTURE_WIDTH
    const [format, type] = [gl.RED_INTEGER, gl.UNSIGNED_BYTE] as const
    if (rows === this.#rows)
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, TEXTURE_WIDTH, rows, format, type, codes)
    else gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8UI, TEXTURE_WIDTH, rows, 0, format, type, codes)
    this.#rows = rows
    this.stats.uploadedBytes += codes.length
  }

  setLayout(layout: Layout): void {
    const gl = this.#gl
    const { data, blocks } = instancesOf(layout)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#blockBuffer)
    gl.bufferData(gl.ARRAY_BUFFER, new Uint8Array(data, 0, blocks * INSTANCE_BYTES), gl.STATIC_DRAW)
    this.#layout = layout
    this.#blocks = blocks
    this.stats.uploadedBytes += blocks * INSTANCE_BYTES
  }

  /** By the classes' codes. */
  setPalette(swatches: readonly Swatch[]): void {
    const palette = new Float32Array(PALETTE * 4)
    swatches.forEach(({ rgb, pattern }, i) =>
      palette.set([rgb[0] / 255, rgb[1] / 255, rgb[2] / 255, pattern], i * 4),
    )
    this.#gl.uniform4fv(this.#at('palette'), palette)
  }

  /** `pixels` are the canvas's own for one CSS pixel. */
  draw({ x, y, scale }: MosaicCamera, lit: Lit, pixels: number): void {
    const gl = this.#gl
    const { width, height } = gl.canvas
    gl.viewport(0, 0, width, height)
    gl.clear(gl.COLOR_BUFFER_BIT)
    if (this.#blocks === 0 || this.#rows === 0) return
    const each = scale * pixels
    this.#drawPlates({ x, y, scale }, pixels)
    gl.uniform4f(this.#at('camera'), x, y, each / width, each / height)
    gl.uniform1f(this.#at('cell'), this.#layout.cell)
    gl.uniform1f(this.#at('pixels'), this.#layout.cell * each)
    gl.uniform2ui(this.#at('lit'), lit[0], lit[1])
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.#blocks)
    this.stats.draws++
  }

  dispose(): void {
    this.#unwatch()
    this.#gl.getExtension('WEBGL_lose_context')?.loseContext()
  }

  /** What a city stands on. */
  #drawPlates({ x, y, scale }: MosaicCamera, pixels: number): void {
    const gl = this.#gl
    const each = scale * pixels
    gl.enable(gl.SCISSOR_TEST)
    gl.clearColor(...this.#plate)
    for (const city of this.#layout.cities) {
      const [left, right] = [city.x, city.x + city.w - this.#layout.between].map((at) => (at - x) * each)
      const [top, bottom] = [city.y, city.y + city.h - this.#layout.between].map((at) => (at - y) * each)
      const [l, b] = [Math.round(left as number), Math.round(gl.canvas.height - (bottom as number))]
      gl.scissor(l, b, Math.round(right as number) - l, Math.round(gl.canvas.height - (top as number)) - b)
      gl.clear(gl.COLOR_BUFFER_BIT)
    }
    gl.disable(gl.SCISSOR_TEST)
    gl.clearColor(...this.#ground)
  }

  #at(name: string): WebGLUniformLocation | null {
    return this.#gl.getUniformLocation(this.#program, name)
  }
}
