/** Terms of the series; enough for 0.01 m over ±6° (half a large province) and well below the rounding of 32 bits. */
const TERMS = 8
const WORLD_UNITS = 512
const RAD_PER_DEG = Math.PI / 180

/**
 * Web Mercator northing as a polynomial in degrees of latitude away from `latDeg`, in units of the 512-px world:
 * `y(lat + d) − y(lat) ≈ Σ c[k]·d^(k+1)`. A shader evaluates it on 32-bit offsets without the cancellation that
 * the formula itself suffers, and without trusting the GPU's own `tan` and `log`.
 */
export const mercatorSeries = (latDeg: number): Float64Array => {
  const secant = secantSeries(latDeg * RAD_PER_DEG)
  return Float64Array.from(
    { length: TERMS },
    (_, k) => ((secant[k] as number) / (k + 1)) * RAD_PER_DEG ** (k + 1) * (WORLD_UNITS / (2 * Math.PI)),
  )
}

/** Taylor coefficients of 1/cos around an angle: the power series of the cosine, inverted term by term. */
const secantSeries = (angle: number): number[] => {
  const derivatives = [Math.cos(angle), -Math.sin(angle), -Math.cos(angle), Math.sin(angle)]
  let factorial = 1
  const cosine = Array.from({ length: TERMS }, (_, k) => {
    factorial *= k || 1
    return (derivatives[k % 4] as number) / factorial
  })
  const secant: number[] = [1 / (cosine[0] as number)]
  for (let k = 1; k < TERMS; k++) {
    let sum = 0
    for (let j = 1; j <= k; j++) sum += (cosine[j] as number) * (secant[k - j] as number)
    secant.push(-sum / (cosine[0] as number))
  }
  return secant
}

/** Position in the 512-px Web Mercator world, y to the north. */
export const mercatorPosition = (lon: number, lat: number): readonly [number, number] => [
  (WORLD_UNITS * (lon + 180)) / 360,
  (WORLD_UNITS * (Math.PI + Math.log(Math.tan(Math.PI / 4 + (lat * RAD_PER_DEG) / 2)))) / (2 * Math.PI),
]

/** The matrix that first moves by (x, y, z); computed in 64 bits so that what the GPU sees is relative to the camera. */
export const translated = (m: readonly number[], x: number, y: number, z: number): number[] => {
  const result = [...m]
  for (let row = 0; row < 4; row++) {
    result[12 + row] =
      (m[row] as number) * x +
      (m[4 + row] as number) * y +
      (m[8 + row] as number) * z +
      (m[12 + row] as number)
  }
  return result
}
