/** 张* — the surname stays. Shorter than two characters: all of it is hidden. */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = name
  return rest.length === 0 ? '*' : first + '*'.repeat(Math.min(rest.length, 3))
}

/** 桂A·**345: the place and the last three stay. */
export const maskPlate = (plate: string): string =>
  plate.slice(0, 2) + '*'.repeat(Math.max(plate.length - 5, 2)) + plate.slice(-3)

/** 138****1234; of a number without an area code the last two. */
export const maskPhone = (phone: string): string => {
  if (phone.length >= 11) return phone.slice(0, 3) + '****' + phone.slice(-4)
  return phone.length < 7 ? '*'.repeat(phone.length) : '*'.repeat(phone.length - 2) + phone.slice(-2)
}

/** Mobile numbers, identity card numbers and plates that stand in running text, masked where they stand. */
export const maskText = (text: string): string =>
  text
    .replace(/(?<!\d)\d{17}[\dXx](?![\dA-Za-z])/g, (id) => `${id.slice(0, 6)}********${id.slice(-4)}`)
    .replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, maskPhone)
    .replace(
      /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z][·.\s]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])/g,
      maskPlate,
    )

const MOST_STARS = 8
const maskLeaf = (value: unknown): unknown => {
  if (typeof value === 'string')
    return value === '' ? '' : [...value][0]! + '*'.repeat(Math.min([...value].length - 1, MOST_STARS) || 1)
  if (typeof value === 'number')
    return Math.abs(value) < 1e6 ? value : `${String(value).slice(0, 1)}${'*'.repeat(MOST_STARS)}`
  if (Array.isArray(value)) return value.map(maskLeaf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskLeaf(inner)]))
}

/** A value quoted as JSON, of which only the shape may be seen: of every text its first character, of numbers small ones. */
export const maskQuoted = (quoted: string): string => {
  try {
    return JSON.stringify(maskLeaf(JSON.parse(quoted)))
  } catch {
    // Cut off somewhere: which part of it is a name cannot be told.
    return `${[...quoted].slice(0, 2).join('')}${'*'.repeat(MOST_STARS)}`
  }
}
