import { BoundingSphere, Cartesian3, Cartesian4, Matrix4, PrimitiveType, type Color } from '@cesium/engine'
import type { MoverLayer } from '#shared/scene/layers.ts'
import { moverForm } from '../../movers/form.ts'
import { MoverRows } from '../../movers/MoverRows.ts'
import {
  makeDrawCommand,
  makeRenderState,
  makeShaderProgram,
  makeVertexArray,
  translucentPass,
  type DrawCommand,
  type FrameState,
  type ShaderProgram,
  type TextureLike,
  type VertexArray,
} from '../parts/internals.ts'
import type { LocalFrame } from '../camera/localFrame.ts'
import { moverFragment, moverVertex } from './moverShader.ts'

/** What the shader reads beside the rows; changing it uploads nothing but itself. */
export interface MoverLook {
  layer: MoverLayer
  seconds: number
  chosenRow: number
  zoom: number
  palette: readonly [Color, Color, Color, Color]
  accent: Color
}

const TEXTURE_2D = 0x0de1

/** A primitive of our own: Cesium's collections would move 70,000 points on the CPU, this one on the GPU. */
export class MoverPrimitive {
  show = true
  readonly look: MoverLook
  readonly #frame: Matrix4
  readonly #local: LocalFrame
  #rows: MoverRows | null = null
  #array: VertexArray | null = null
  #program: ShaderProgram | null = null
  #command: DrawCommand | null = null
  #destroyed = false

  /** `frame` is the east-north-up frame of the layer's origin, `local` the same for what lies around it. */
  constructor(frame: Matrix4, local: LocalFrame, look: MoverLook) {
    this.look = look
    this.#frame = frame
    this.#local = local
  }

  /** Called by Cesium before each frame. */
  update(frame: FrameState): void {
    const { layer } = this.look
    if (!this.show || layer.count === 0 || !frame.passes.render) return
    this.#rows ??= new MoverRows(frame.context._gl)
    this.#rows.sync(layer)
    this.#command ??= this.#makeCommand(frame)
    this.#command.count = layer.count
    frame.commandList.push(this.#command)
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  destroy(): undefined {
    this.#rows?.destroy()
    this.#array?.destroy()
    this.#program?.destroy()
    this.#command = null
    this.#destroyed = true
    return undefined
  }

  #makeCommand(frame: FrameState): DrawCommand {
    this.#array = makeVertexArray(frame.context)
    this.#program = makeShaderProgram(frame.context, moverVertex, moverFragment)
    return makeDrawCommand({
      owner: this,
      vertexArray: this.#array,
      shaderProgram: this.#program,
      renderState: makeRenderState({
        depthTest: { enabled: false },
        depthMask: false,
        blending: ALPHA_BLEND,
      }),
      uniformMap: this.#uniforms(),
      primitiveType: PrimitiveType.POINTS,
      count: 0,
      pass: translucentPass(),
      modelMatrix: this.#frame,
      boundingVolume: new BoundingSphere(Matrix4.getTranslation(this.#frame, new Cartesian3()), 7e6),
    })
  }

  #uniforms(): Record<string, () => unknown> {
    const { look } = this
    const { north, up, axisM, sinLat, cosLat } = this.#local
    const four = (terms: Float64Array, at: number) => Cartesian4.unpack([...terms], at)
    const constants = {
      u_north0: four(north, 0),
      u_north1: four(north, 4),
      u_up0: four(up, 0),
      u_up1: four(up, 4),
      u_local: new Cartesian3(axisM, sinLat, cosLat),
    }
    const [first, second] = [
      (): TextureLike => ({ _target: TEXTURE_2D, _texture: this.#rows!.target!.first }),
      (): TextureLike => ({ _target: TEXTURE_2D, _texture: this.#rows!.target!.second }),
    ]
    return {
      ...Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, () => value])),
      moverFirst: first,
      moverSecond: second,
      u_seconds: () => look.seconds,
      u_form: () => moverForm(look.layer.forms, look.zoom).form,
      u_tailS: () => moverForm(look.layer.forms, look.zoom).tailS,
      u_alarmsOnly: () => (look.layer.alarmsOnly ? 1 : 0),
      u_sizePx: () => look.layer.sizePx,
      u_chosenRow: () => look.chosenRow,
      u_originLat: () => look.layer.origin[1],
      u_accent: () => look.accent,
      u_palette0: () => look.palette[0],
      u_palette1: () => look.palette[1],
      u_palette2: () => look.palette[2],
      u_palette3: () => look.palette[3],
    }
  }
}

/** WebGL's own numbers: FUNC_ADD, SRC_ALPHA, ONE, ONE_MINUS_SRC_ALPHA. */
const ALPHA_BLEND = {
  enabled: true,
  equationRgb: 0x8006,
  equationAlpha: 0x8006,
  functionSourceRgb: 0x0302,
  functionSourceAlpha: 1,
  functionDestinationRgb: 0x0303,
  functionDestinationAlpha: 0x0303,
}
