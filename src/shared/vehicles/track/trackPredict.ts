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
  /** The last step: its length, ms; its way and what was reckoned of it, degrees × 1e7. */
  dt: number
  lonStep: number
  latStep: number
  lonReckoned: number
  latReckoned: number
  /** Degrees × 1e7 of longitude a metre, at the vehicle's first latitude. */
  lonPerM: number
  /** The next step's way as `reckon` left it: by speed and heading at both ends (航位推算), and with the last step's error taken over (惯性). */
  lonWay: number
  latWay: number
  lonCorrected: number
  latCorrected: number
}

/** Part of the format: what is kept is read with the number that it was written with; distances go by sphere.ts. */
const LAT_PER_M = 1 / 0.0111319490793
const RAD = 3.141592653589793 / 180

const sine = (x: number): number => {
  const q = x * x
  return (
    x * (1 - (q / 6) * (1 - (q / 20) * (1 - (q / 42) * (1 - (q / 72) * (1 - (q / 110) * (1 - q / 156))))))
  )
}
const cosine = (x: number): number => {
  const q = x * x
  return 1 - (q / 2) * (1 - (q / 12) * (1 - (q / 30) * (1 - (q / 56) * (1 - (q / 90) * (1 - q / 132)))))
}

/** Sine of whole degrees; cosine is a quarter further. */
const SINE = Float64Array.from({ length: 450 }, (_, degrees) => {
  const within = degrees % 180
  const value =
    within <= 45
      ? sine(within * RAD)
      : within <= 135
        ? cosine((within - 90) * RAD)
        : sine((180 - within) * RAD)
  return degrees % 360 >= 180 ? -value : value
})

export const lonPerMetre = (latE7: number): number => LAT_PER_M / Math.max(0.05, cosine(latE7 * 1e-7 * RAD))

/** 0.1 km/h over ms, halved for the mean of two ends, in metres. */
const METRES = 1 / 36 / 1000 / 2

/** After a longer silence nothing is expected of the way, ms. */
const REACH_MS = 120_000

/** Which way a step of `dt` ms leads that ends with this speed and heading. */
export const reckon = (m: Motion, dt: number, speed: number, heading: number): void => {
  const scale = dt > REACH_MS ? 0 : METRES * dt
  const ratio = dt > REACH_MS || m.dt <= 0 || m.dt > REACH_MS ? 0 : dt / m.dt
  m.lonWay = (m.speed * (SINE[m.heading] as number) + speed * (SINE[heading] as number)) * scale * m.lonPerM
  m.latWay =
    (m.speed * (SINE[m.heading + 90] as number) + speed * (SINE[heading + 90] as number)) * scale * LAT_PER_M
  m.lonCorrected = m.lonWay + (m.lonStep - m.lonReckoned) * ratio
  m.latCorrected = m.latWay + (m.latStep - m.latReckoned) * ratio
}

/** Takes the step that was reckoned. */
export const moveOn = (
  m: Motion,
  dt: number,
  lonE7: number,
  latE7: number,
  speed: number,
  heading: number,
): void => {
  m.lonStep = lonE7 - m.lonE7
  m.latStep = latE7 - m.latE7
  m.lonReckoned = m.lonWay
  m.latReckoned = m.latWay
  m.dt = dt
  m.lonE7 = lonE7
  m.latE7 = latE7
  m.speed = speed
  m.heading = heading
}
