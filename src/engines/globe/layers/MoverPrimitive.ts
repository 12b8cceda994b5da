import { BoundingSphere, Cartesian3, ComponentDatatype, Matrix4, PrimitiveType, type Color } from '@cesium/engine'
import { makeDrawCommand, makeRenderState, makeShaderProgram, makeVertexArray, makeVertexBuffer, translucentPass, type FrameState, type ShaderProgram, type VertexArray, type VertexBuffer } from '../internals.ts'
import { MOVER_SLOTS, moverFragment, moverVertex } from './moverShader.ts'

export interface MoverColumns {
  readonly count: number
  readonly from3: Float32Array
  readonly to3: Float32Array
  readonly spans: Float32Array
  readonly looks: Float32Array
}

/** Premixed values that the shader reads; changing one uploads nothing but itself. */
export interface MoverLook {
  seconds: number
  sizePx: number
  chosenRow: number
  palette: readonly [Color, Color, Color, Color]
  accent: Color
}

const SIZES = { from3: 3, to3: 3, span: 2, look: 2 } as const

/** A primitive of our own: Cesium's collections would move 70,000 points on the CPU, this one on the GPU. */
export class MoverPrimitive {
  show = true
  readonly look: MoverLook
  readonly #frame: Matrix4
  readonly #model: Matrix4
  #columns: MoverColumns | null = null
  #dirty = false
  #buffers: Record<keyof typeof SIZES, VertexBuffer> | null = null
  #capacity = 0
  #array: VertexArray | null = null
  #program: ShaderProgram | null = null
  #command: object | null = null
  #destroyed = false

  /** `frame` is the east-north-up frame of the layer's origin. */
  constructor(frame: Matrix4, look: MoverLook) {
    this.look = look
    this.#frame = frame
    this.#model = Matrix4.fromTranslation(Matrix4.getTranslation(frame, new Cartesian3()))
  }

  set(columns: MoverColumns): void {
    this.#columns = columns
    this.#dirty = true
  }

  /** Called by Cesium before each frame. */
  update(frame: FrameState): void {
    const columns = this.#columns
    if (!this.show || !columns || columns.count === 0 || !frame.passes.render) return
    if (this.#dirty) this.#upload(frame, columns)
    this.#dirty = false
    if (this.#command) frame.commandList.push(this.#command)
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  destroy(): undefined {
    this.#array?.destroy()
    this.#program?.destroy()
    this.#command = null
    this.#destroyed = true
    return undefined
  }

  #upload(frame: FrameState, columns: MoverColumns): void {
    const values = { from3: columns.from3, to3: columns.to3, span: columns.spans, look: columns.looks }
    if (this.#buffers && columns.count === this.#capacity) {
      for (const name of Object.keys(SIZES) as (keyof typeof SIZES)[]) this.#buffers[name].copyFromArrayView(values[name])
      return
    }
    this.#array?.destroy()
    const buffer = (view: Float32Array) => makeVertexBuffer(frame.context, view)
    this.#buffers = { from3: buffer(values.from3), to3: buffer(values.to3), span: buffer(values.span), look: buffer(values.look) }
    this.#capacity = columns.count
    this.#command = this.#makeCommand(frame)
  }

  #makeCommand(frame: FrameState): object {
    const names = Object.keys(SIZES) as (keyof typeof SIZES)[]
    const attributes = names.map((name) => ({ index: MOVER_SLOTS[name], vertexBuffer: this.#buffers![name], componentsPerAttribute: SIZES[name], componentDatatype: ComponentDatatype.FLOAT }))
    this.#array = makeVertexArray(frame.context, attributes)
    this.#program ??= makeShaderProgram(frame.context, moverVertex, moverFragment, MOVER_SLOTS)
    return makeDrawCommand({
      owner: this,
      vertexArray: this.#array,
      shaderProgram: this.#program,
      renderState: makeRenderState({ depthTest: { enabled: false }, depthMask: false, blending: ALPHA_BLEND }),
      uniformMap: this.#uniforms(),
      primitiveType: PrimitiveType.POINTS,
      count: this.#capacity,
      pass: translucentPass(),
      modelMatrix: this.#model,
      boundingVolume: new BoundingSphere(Matrix4.getTranslation(this.#frame, new Cartesian3()), 7e6),
    })
  }

  #uniforms(): Record<string, () => unknown> {
    const { look } = this
    const axis = (vector: Cartesian3) => Matrix4.multiplyByPointAsVector(this.#frame, vector, new Cartesian3())
    const [east, north] = [axis(Cartesian3.UNIT_X), axis(Cartesian3.UNIT_Y)]
    return {
      u_seconds: () => look.seconds,
      u_sizePx: () => look.sizePx,
      u_chosenRow: () => look.chosenRow,
      u_east: () => east,
      u_north: () => north,
      u_accent: () => look.accent,
      u_palette0: () => look.palette[0],
      u_palette1: () => look.palette[1],
      u_palette2: () => look.palette[2],
      u_palette3: () => look.palette[3],
    }
  }
}

/** WebGL's own numbers: FUNC_ADD, SRC_ALPHA, ONE, ONE_MINUS_SRC_ALPHA. */
const ALPHA_BLEND = { enabled: true, equationRgb: 0x8006, equationAlpha: 0x8006, functionSourceRgb: 0x0302, functionSourceAlpha: 1, functionDestinationRgb: 0x0303, functionDestinationAlpha: 0x0303 }
