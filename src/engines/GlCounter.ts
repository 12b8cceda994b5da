import type { EngineStats } from './SceneEngine.ts'

type Gl = WebGL2RenderingContext
type Anything = (...args: never[]) => unknown

const BYTES_PER_TEXEL_COMPONENT: Record<number, number> = {
  0x1401: 1,
  0x1403: 2,
  0x1405: 4,
  0x1406: 4,
  0x140b: 2,
}
const COMPONENTS: Record<number, number> = {
  0x1903: 1,
  0x8227: 2,
  0x1907: 3,
  0x1908: 4,
  0x1906: 1,
  0x190a: 2,
}

/**
 * Counts what one WebGL 2 context is asked to do, so that a test can judge drawing where WebGL is software.
 * Only data counts as an upload: vertex and index buffers that receive contents, and texels. Uniform blocks, a few
 * hundred bytes a draw, are parameters; allocations without contents upload nothing.
 */
export class GlCounter {
  #frames = 0
  #drawCalls = 0
  #uploads = 0
  #uploadedBytes = 0
  readonly #bound = new Map<number, WebGLBuffer | null>()
  readonly #uniformBuffers = new WeakSet<WebGLBuffer>()

  /** Starts counting on a context; the wrappers live and die with it. */
  watch(gl: Gl): void {
    for (const name of [
      'drawArrays',
      'drawElements',
      'drawArraysInstanced',
      'drawElementsInstanced',
      'drawRangeElements',
    ] as const) {
      before(gl, name, () => this.#drawCalls++)
    }
    before(gl, 'bindBuffer', (target: number, buffer: WebGLBuffer | null) => this.#bind(target, buffer))
    before(gl, 'bindBufferBase', (target: number, _index: number, buffer: WebGLBuffer | null) =>
      this.#bind(target, buffer),
    )
    before(gl, 'bindBufferRange', (target: number, _index: number, buffer: WebGLBuffer | null) =>
      this.#bind(target, buffer),
    )
    before(gl, 'bufferData', (target: number, data: unknown) => this.#count(target, bytesOf(data)))
    before(gl, 'bufferSubData', (target: number, _offset: number, data: unknown) =>
      this.#count(target, bytesOf(data)),
    )
    before(gl, 'texImage2D', (...args: unknown[]) => this.#countTexels(args, 3))
    before(gl, 'texSubImage2D', (...args: unknown[]) => this.#countTexels(args, 4))
  }

  frame(): void {
    this.#frames++
  }

  stats(): EngineStats {
    return {
      frames: this.#frames,
      drawCalls: this.#drawCalls,
      uploads: this.#uploads,
      uploadedBytes: this.#uploadedBytes,
    }
  }

  #bind(target: number, buffer: WebGLBuffer | null): void {
    this.#bound.set(target, buffer)
    if (target === WebGL2RenderingContext.UNIFORM_BUFFER && buffer) this.#uniformBuffers.add(buffer)
  }

  #count(target: number, bytes: number): void {
    const buffer = this.#bound.get(target)
    if (bytes === 0 || (buffer && this.#uniformBuffers.has(buffer))) return
    this.#uploads++
    this.#uploadedBytes += bytes
  }

  #countTexels(args: readonly unknown[], widthAt: number): void {
    const source = args.at(-1) ?? null
    const viewAt = typeof source === 'number' ? args.length - 2 : args.length - 1
    const data = args[viewAt]
    if (data === null || data === undefined) return
    this.#uploads++
    this.#uploadedBytes += ArrayBuffer.isView(data) ? data.byteLength : texelBytes(args, widthAt, data)
  }
}

const before = <Name extends keyof Gl>(gl: Gl, name: Name, note: (...args: never[]) => void): void => {
  const original = (gl[name] as Anything).bind(gl) as Anything
  const wrapped = (...args: never[]): unknown => {
    note(...args)
    return original(...args)
  }
  Object.defineProperty(gl, name, { value: wrapped, configurable: true, writable: true })
}

const bytesOf = (data: unknown): number =>
  ArrayBuffer.isView(data) || data instanceof ArrayBuffer || data instanceof SharedArrayBufferOrNothing
    ? data.byteLength
    : 0

const SharedArrayBufferOrNothing =
  typeof SharedArrayBuffer === 'undefined'
    ? class Nothing {
        byteLength = 0
      }
    : SharedArrayBuffer

const texelBytes = (args: readonly unknown[], widthAt: number, data: unknown): number => {
  const image = data as { width?: number; height?: number }
  const sized = args.length >= 9
  const width = sized ? Number(args[widthAt]) : (image.width ?? 0)
  const height = sized ? Number(args[widthAt + 1]) : (image.height ?? 0)
  const [format, type] = args.slice(-3, -1) as [number, number]
  return width * height * (COMPONENTS[format] ?? 4) * (BYTES_PER_TEXEL_COMPONENT[type] ?? 1)
}
