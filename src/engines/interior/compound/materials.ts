import {
  AddEquation,
  CustomBlending,
  DataTexture,
  Matrix4,
  OneFactor,
  ShaderMaterial,
  Texture,
  Vector2,
  Vector3,
  Vector4,
  type Color,
  type IUniform,
} from 'three'
import { turned } from '../shapes/frame.ts'
import type { Light } from './light.ts'
import { facadeFragment, facadeVertex } from './shaders/facade.ts'
import * as glsl from './shaders/glsl.ts'

const NAMES = [
  'uSun',
  'uKey',
  'uSky',
  'uEarth',
  'uZenith',
  'uEdgeOfSky',
  'uNadir',
  'uLow',
  'uHigh',
  'uBand',
  'uTop',
] as const
const NUMBERS = [
  'uExposure',
  'uLamp',
  'uSpill',
  'uGlint',
  'uGlow',
  'uLitShare',
  'uEmit',
  'uWash',
  'uCove',
] as const
type Uniforms = Record<string, IUniform>

/** What all materials of a compound share by reference: one write reaches every one of them. */
export class CompoundMaterials {
  readonly uniforms: Uniforms
  readonly facade: ShaderMaterial
  readonly solid: ShaderMaterial
  readonly ground: ShaderMaterial
  readonly tree: ShaderMaterial
  readonly car: ShaderMaterial
  readonly crown: ShaderMaterial
  readonly halo: ShaderMaterial
  readonly backdrop: ShaderMaterial
  /** Draws depth alone, into the shadow map. */
  readonly depth: ShaderMaterial

  constructor(fill: DataTexture, accent: Color, reach: Vector4) {
    const uniforms: Uniforms = {
      uFill: { value: fill },
      uAccent: { value: accent },
      uLitOnes: { value: new Vector2(-1, -1) },
      uReach: { value: reach },
      uViewport: { value: new Vector2(1, 1) },
      uHorizon: { value: 1.05 },
      uHalo: { value: 1 },
      uShadow: { value: null },
      uShadowFrom: { value: new Matrix4() },
      uTexel: { value: 1 / 2048 },
      uSite: { value: new Texture() },
      uSiteAt: { value: new Vector3(0, 0, 1) },
      uNoise: { value: new Texture() },
    }
    for (const name of NAMES) uniforms[name] = { value: new Vector3() }
    for (const name of NUMBERS) uniforms[name] = { value: 0 }
    this.uniforms = uniforms
    const shaded = (vertexShader: string, fragmentShader: string): ShaderMaterial =>
      new ShaderMaterial({ vertexShader, fragmentShader, uniforms })
    this.facade = shaded(facadeVertex, facadeFragment)
    this.solid = shaded(glsl.solidVertex, glsl.solidFragment)
    this.ground = shaded(glsl.groundVertex, glsl.groundFragment)
    this.tree = shaded(glsl.solidVertex, glsl.treeFragment)
    this.car = shaded(glsl.solidVertex, glsl.carFragment)
    this.crown = shaded(glsl.crownVertex, glsl.crownFragment)
    this.depth = shaded(glsl.depthVertex, glsl.depthFragment)
    this.depth.colorWrite = false
    this.backdrop = shaded(glsl.backdropVertex, glsl.backdropFragment)
    this.backdrop.depthTest = this.backdrop.depthWrite = false
    this.halo = shaded(glsl.haloVertex, glsl.haloFragment)
    Object.assign(this.halo, {
      transparent: true,
      depthWrite: false,
      blending: CustomBlending,
      blendEquation: AddEquation,
      blendSrc: OneFactor,
      blendDst: OneFactor,
    })
  }

  /** Puts a light on every material; the sun's azimuth is told from north, the frame is turned from east. */
  setLight(light: Light, rotationDeg: number): void {
    const of = (name: string): never =>
      (light as unknown as Record<string, never>)[name[1]!.toLowerCase() + name.slice(2)]!
    for (const name of NAMES) if (name !== 'uSun') (this.uniforms[name]!.value as Vector3).fromArray(of(name))
    for (const name of NUMBERS) this.uniforms[name]!.value = of(name)
    ;(this.uniforms.uSun!.value as Vector3).copy(sunwards(light.from, rotationDeg))
  }

  get #all(): readonly ShaderMaterial[] {
    const { facade, solid, ground, tree, car, crown, halo, backdrop, depth } = this
    return [facade, solid, ground, tree, car, crown, halo, backdrop, depth]
  }

  dispose(): void {
    for (const material of this.#all) material.dispose()
  }
}

/** A direction in three's axes: east of the frame, up, and south of it. */
const sunwards = ({ elevationDeg, azimuthDeg }: Light['from'], rotationDeg: number): Vector3 => {
  const [up, round] = [(elevationDeg * Math.PI) / 180, (azimuthDeg * Math.PI) / 180]
  const [x, y] = turned(Math.sin(round), Math.cos(round), -rotationDeg)
  return new Vector3(x * Math.cos(up), Math.sin(up), -y * Math.cos(up))
}
