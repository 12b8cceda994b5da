export const now = Date.UTC(2026, 5, 15, 4)
export const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
export const SECRET = '13800138000'
/** What no field can hold, beside what the field's type is. */
export const BAD: readonly unknown[] = [
  `a\u0000${SECRET}`,
  `\ud800${SECRET}`,
  `${SECRET}\udc00`,
  '文'.repeat(20_000),
  SECRET.repeat(2000),
  '9999-99-99',
  '2026-02-30',
  '2026-13-01',
  '2255-01-01',
  '',
  -1,
  -32_769,
  32_768,
  2_147_483_648,
  2 ** 53,
  -(2 ** 53),
  1e300,
  -1e300,
  1e-300,
  Number.NaN,
  Infinity,
  0.5,
  Date.UTC(2255, 0),
  8_640_000_000_000_001,
  null,
  true,
  [],
  {},
  deep(60),
  Array.from({ length: 30_000 }, () => 1),
  { [`\ud800${SECRET}`]: SECRET },
]

export type Path = readonly (string | number)[]
export const pathsIn = (value: unknown, path: Path = []): Path[] => {
  if (typeof value !== 'object' || value === null) return [path]
  const entries = Array.isArray(value)
    ? value.slice(0, 1).map((one, i) => [i, one] as const)
    : Object.entries(value)
  return [
    ...(path.length > 0 ? [path] : []),
    ...entries.flatMap(([key, one]) => pathsIn(one, [...path, key])),
  ]
}
export const put = (value: unknown, path: Path, bad: unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return bad
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) }
  ;(copy as Record<string | number, unknown>)[key] = put(
    (value as Record<string | number, unknown>)[key],
    rest,
    bad,
  )
  return copy
}
