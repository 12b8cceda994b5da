import type { LayerSpec } from '#shared/scene/layers.ts'

/** True when an engine would draw both alike: columns by version, geometry by its version, the rest by value. */
export const sameSpec = (a: LayerSpec, b: LayerSpec): boolean => {
  if (a === b) return true
  const [left, right] = [a, b] as unknown as [Record<string, unknown>, Record<string, unknown>]
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...keys].every((key) => sameValue(left[key], right[key]))
}

const sameValue = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if ('version' in a && 'version' in b) return a.version === b.version
  if (!Array.isArray(a) || !Array.isArray(b)) return false
  const holdsGeometry = [...a, ...b]
    .slice(0, 1)
    .some((item) => typeof item !== 'number' && !Array.isArray(item))
  return holdsGeometry ? a.length === b.length : JSON.stringify(a) === JSON.stringify(b)
}

/** The same list of specs, in the same order. */
export const sameSpecs = (a: readonly LayerSpec[], b: readonly LayerSpec[]): boolean =>
  a.length === b.length && a.every((spec, i) => sameSpec(spec, b[i]!))
