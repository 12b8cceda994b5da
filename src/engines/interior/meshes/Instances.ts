import {
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  Mesh,
  type BufferAttribute,
  type BufferGeometry,
  type ShaderMaterial,
} from 'three'

/** The numbers of an instance, by name, in the order in which they lie. */
export type Fields = Readonly<Record<string, number>>

/** Numbers of very many things, row by row. */
export class Rows {
  readonly width: number
  #data = new Float32Array(1024)
  #length = 0

  constructor(fields: Fields) {
    this.width = Object.values(fields).reduce((sum, size) => sum + size, 0)
  }

  get count(): number {
    return this.#length / this.width
  }

  push(...row: readonly number[]): void {
    if (this.#length + row.length > this.#data.length) {
      const more = new Float32Array(this.#data.length * 2)
      more.set(this.#data)
      this.#data = more
    }
    for (const value of row) this.#data[this.#length++] = value
  }

  /** What was pushed, ready to be drawn by any number of instances. */
  buffer(): InstancedInterleavedBuffer {
    return new InstancedInterleavedBuffer(this.#data.slice(0, this.#length), this.width)
  }
}

/** One shape drawn once for each row: one call for a whole building, or for a stretch of its rows, without a byte moved for it. */
export class Instances {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>
  readonly #fields: Fields
  readonly #buffer: InstancedInterleavedBuffer
  #from = 0

  constructor(
    shape: BufferGeometry,
    fields: Fields,
    buffer: InstancedInterleavedBuffer,
    material: ShaderMaterial,
  ) {
    this.#fields = fields
    this.#buffer = buffer
    const geometry = new InstancedBufferGeometry()
    geometry.setIndex(shape.getIndex())
    for (const [name, attribute] of Object.entries(shape.attributes))
      geometry.setAttribute(name, attribute as BufferAttribute)
    this.mesh = new Mesh(geometry, material)
    this.mesh.frustumCulled = false
    this.#lay(0)
    geometry.instanceCount = buffer.count
  }

  /** Draws these rows alone. */
  show(from: number, count: number): void {
    if (from !== this.#from) this.#lay(from)
    this.mesh.geometry.instanceCount = count
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
    this.mesh.removeFromParent()
  }

  /** Attributes that begin at a row of the same buffer. */
  #lay(from: number): void {
    this.#from = from
    let at = from * this.#buffer.stride
    for (const [name, size] of Object.entries(this.#fields)) {
      this.mesh.geometry.setAttribute(name, new InterleavedBufferAttribute(this.#buffer, size, at))
      at += size
    }
  }
}
