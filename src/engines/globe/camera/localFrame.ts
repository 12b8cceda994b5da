import type { LonLat } from '#shared/kernel/units.ts'

/** WGS-84: half the equator's diameter in metres, and the square of the first eccentricity. */
const EQUATOR_M = 6_378_137
const ECCENTRICITY2 = 6.694_379_990_141_316e-3
/** Enough for a centimetre over ±6° (half a large province), far below the rounding of 32 bits. */
const TERMS = 8
const RAD = Math.PI / 180

/** What turns degrees from an origin into metres east, north and up of it, so that a shader can do it in 32 bits without cancellation. */
export interface LocalFrame {
  /** North of the origin along its meridian: Σ c[k]·d^(k+1), d degrees of latitude; metres. */
  readonly north: Float64Array
  /** Up from the origin's plane along its meridian, negative; metres. */
  readonly up: Float64Array
  /** Metres from the earth's axis at the origin. */
  readonly axisM: number
  readonly sinLat: number
  readonly cosLat: number
}

type Series = readonly number[]
const series = (term: (k: number) => number): Series => Array.from({ length: TERMS }, (_, k) => term(k))
const sineSeries = (angle: number): Series => {
  let factorial = 1
  return series((k) => Math.sin(angle + (k * Math.PI) / 2) / (factorial *= k || 1))
}
const times = (a: Series, b: Series): Series =>
  series((k) => a.slice(0, k + 1).reduce((sum, value, j) => sum + value * (b[k - j] as number), 0))

/** A power of a series, term by term: w·(w^p)′ = p·w′·w^p. */
const power = (w: Series, exponent: number): Series => {
  const out = [(w[0] as number) ** exponent]
  for (let k = 1; k < TERMS; k++) {
    let sum = 0
    for (let j = 1; j <= k; j++) sum += (exponent * j - (k - j)) * (w[j] as number) * (out[k - j] as number)
    out.push(sum / (k * (w[0] as number)))
  }
  return out
}

/** The integral over an angle in radians, as coefficients for degrees. */
const integrated = (rate: Series): Float64Array =>
  Float64Array.from(rate, (value, k) => (value / (k + 1)) * RAD ** (k + 1))

/** The meridian's arc is integrated as M(φ)·dφ, M the radius of curvature, and turned into the origin's north and up. */
export const localFrame = ([, lat]: LonLat): LocalFrame => {
  const angle = lat * RAD
  const [sinLat, cosLat] = [Math.sin(angle), Math.cos(angle)]
  const sine = sineSeries(angle)
  const cosine = sineSeries(angle + Math.PI / 2)
  const w = times(sine, sine).map((value, k) => (k === 0 ? 1 : 0) - ECCENTRICITY2 * value)
  const radius = power(w, -1.5).map((value) => value * EQUATOR_M * (1 - ECCENTRICITY2))
  const outward = times(radius, sine).map((value) => -value)
  const poleward = times(radius, cosine)
  return {
    north: integrated(outward.map((value, k) => -sinLat * value + cosLat * (poleward[k] as number))),
    up: integrated(outward.map((value, k) => cosLat * value + sinLat * (poleward[k] as number))),
    axisM: (EQUATOR_M * cosLat) / Math.sqrt(1 - ECCENTRICITY2 * sinLat ** 2),
    sinLat,
    cosLat,
  }
}

const polynomial = (terms: Float64Array, d: number): number => {
  let sum = 0
  for (let k = TERMS - 1; k >= 0; k--) sum = d * ((terms[k] as number) + sum)
  return sum
}

/** Metres east, north and up of the origin; the shader has the same in localGlsl. */
export const placeFrom = (
  { north, up, axisM, sinLat, cosLat }: LocalFrame,
  lonDeg: number,
  latDeg: number,
  out: { x: number; y: number; z: number },
): void => {
  const [n, u] = [polynomial(north, latDeg), polynomial(up, latDeg)]
  const axis = axisM + cosLat * u - sinLat * n
  const inward = 2 * axis * Math.sin((lonDeg * RAD) / 2) ** 2
  out.x = axis * Math.sin(lonDeg * RAD)
  out.y = n + sinLat * inward
  out.z = u - cosLat * inward
}

/** Sines as polynomials: GPUs answer their own with an error of metres here. Needs the uniforms u_north0 … u_lat of the mover program. */
export const localGlsl = /* glsl */ `
  float eightTerms(vec4 a, vec4 b, float d) {
    return d * (a.x + d * (a.y + d * (a.z + d * (a.w + d * (b.x + d * (b.y + d * (b.z + d * b.w)))))));
  }
  // u_local: metres from the axis, sine and cosine of the origin's latitude.
  vec3 placeFrom(vec2 degrees_) {
    float n = eightTerms(u_north0, u_north1, degrees_.y);
    float u = eightTerms(u_up0, u_up1, degrees_.y);
    float axis = u_local.x + u_local.z * u - u_local.y * n;
    float x = degrees_.x * ${RAD};
    float xx = x * x;
    float sine = x * (1.0 - xx / 6.0 * (1.0 - xx / 20.0 * (1.0 - xx / 42.0)));
    float inward = axis * xx * 0.5 * (1.0 - xx / 12.0 * (1.0 - xx / 30.0 * (1.0 - xx / 56.0)));
    return vec3(axis * sine, n + u_local.y * inward, u - u_local.z * inward);
  }
`
