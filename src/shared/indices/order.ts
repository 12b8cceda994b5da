interface Ordered {
  readonly id: string
  readonly order: number
}

/** Definitions in the order that they say. Throws where two have one id. */
export const inOrder = <D extends Ordered>(found: readonly D[]): readonly D[] => {
  const twice = found.find(({ id }, i) => found.findIndex((other) => other.id === id) !== i)
  if (twice) throw new Error(`两个指标同名:${twice.id} / two indices are called ${twice.id}`)
  return [...found].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
}
