/**
 * Where a vehicle is expected next. Only + − × ÷ are used: they give the same bits on every machine and in every
 * version of a runtime, which its own sine does not promise, so that what is stored today is read the same in years.
 */
export interface Motion {
  lonE7: number
  latE7: number
  /** 0.1 km/h and whole degrees. */
  speed: number
  heading: number
  /** The last step: its length, ms, and its way, degrees × 1e7. */
  dt: number
  lonStep: number
  latStep: number
  /** Degrees × 1e7 of longitude a metre, at the vehicle's first latitude. */
  lonPerM: number
}

/** How the next place is expected: 惯性 (as the last step went on) or 航位推算 (by speed and heading at both ends of the step). */
export const PREDICTOR = { inertia: 0, reckoning: 1 } as const

const LAT_PER_M = 1 / 0.0111319490793
const RAD = 3.141592653589793 / 180

const sine = (x: number): number => {
  const q = x * x
  return x * (1 - (q / 6) * (1 - (q / 20) * (1 - (q / 42) * (1 - (q / 72) * (1 - (q / 110) * (1 - q / 156))))))
}
const cosine = (x: number): number => {
  const q = x * x
  return 1 - (q / 2) * (1 - (q / 12) * (1 - (q / 30) * (1 - (q / 56) * (1 - (q / 90) * (1 - q / 132)))))
}

/** Sine of whole degrees; cosine is a quarter further. */
const SINE = Float64Array.from({ length: 450 }, (_, degrees) => {
  const within = degrees % 180
  const value = within <= 45 ? sine(within * RAD) : within <= 135 ? cosine((within - 90) * RAD) : sine((180 - within) * RAD)
  return degrees % 360 >= 180 ? -value : value
})

export const lonPerMetre = (latE7: number): number => LAT_PER_M / Math.max(0.05, cosine(latE7 * 1e-7 * RAD))

/** 0.1 km/h over ms, halved for the mean of two ends, in metres. */
const METRES = 1 / 36 / 1000 / 2

/** The way that the step is expected to take, degrees × 1e7, rounded: longitude. */
export const expectLon = (m: Motion, mode: number, dt: number, speed: number, heading: number): number =>
  mode === PREDICTOR.reckoning
    ? Math.round((m.speed * (SINE[m.heading] as number) + speed * (SINE[heading] as number)) * METRES * dt * m.lonPerM)
    : m.dt > 0 ? Math.round((m.lonStep * dt) / m.dt) : 0

/** The same for latitude. */
export const expectLat = (m: Motion, mode: number, dt: number, speed: number, heading: number): number =>
  mode === PREDICTOR.reckoning
    ? Math.round((m.speed * (SINE[m.heading + 90] as number) + speed * (SINE[heading + 90] as number)) * METRES * dt * LAT_PER_M)
    : m.dt > 0 ? Math.round((m.latStep * dt) / m.dt) : 0

/** Takes the step. */
export const moveOn = (m: Motion, dt: number, lonE7: number, latE7: number, speed: number, heading: number): void => {
  m.lonStep = lonE7 - m.lonE7
  m.latStep = latE7 - m.latE7
  m.dt = dt
  m.lonE7 = lonE7
  m.latE7 = latE7
  m.speed = speed
  m.heading = heading
}
