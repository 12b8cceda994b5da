/** Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB: how kinds of eyes see; rows of a matrix. */
export const EYES = {
  usual: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

const linear = (byte: number): number =>
  byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4

/** CIE L*a*b* (D65) of `#rrggbb`, as an eye sees it. */
const lab = (hex: string, eye: readonly number[]): readonly [number, number, number] => {
  const rgb = [1, 3, 5].map((i) => linear(Number.parseInt(hex.slice(i, i + 2), 16)))
  const [r = 0, g = 0, b = 0] = [0, 3, 6].map((i) =>
    Math.min(
      1,
      Math.max(
        0,
        rgb.reduce((sum, value, n) => sum + value * (eye[i + n] ?? 0), 0),
      ),
    ),
  )
  const f = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)
  const [x, y, z] = [
    f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047),
    f(0.2126 * r + 0.7152 * g + 0.0722 * b),
    f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883),
  ]
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** ΔE (CIE 1976) of two colours `#rrggbb` as an eye sees them; 2.3 is just seen. */
export const deltaE = (one: string, other: string, eye: readonly number[] = EYES.usual): number => {
  const [a, b] = [lab(one, eye), lab(other, eye)]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}
