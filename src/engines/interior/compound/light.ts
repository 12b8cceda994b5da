import type { Degrees } from '#shared/kernel/units.ts'
import type { LightName } from '#shared/scene/compoundLayer.ts'
import type { SunPlace } from '#shared/scene/sun.ts'
import { albedo, type Albedo } from './SolidWriter.ts'

/** All that the light of an hour is, as the shaders take it; colours in linear light but those of the distance. */
export interface Light {
  /** Where the key light comes from: degrees above the horizon, clockwise from north. */
  readonly from: SunPlace
  readonly key: Albedo
  readonly sky: Albedo
  readonly earth: Albedo
  readonly zenith: Albedo
  readonly edgeOfSky: Albedo
  readonly nadir: Albedo
  /** Of the distance behind it all, low and high on the screen, over the horizon and above; as drawn. */
  readonly low: Albedo
  readonly high: Albedo
  readonly band: Albedo
  readonly top: Albedo
  readonly exposure: number
  readonly lamp: number
  readonly spill: number
  readonly glint: number
  readonly glow: number
  /** Share of rooms with a light on where all are used. */
  readonly litShare: number
  readonly emit: number
  readonly wash: number
  readonly cove: number
}

const times = ([r, g, b]: Albedo, by: number): Albedo => [r * by, g * by, b * by]
const plain = (hex: string): Albedo => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255) as never

type Mood = Omit<Light, 'from' | 'litShare'> & { readonly litShare: number }
const MOODS: Readonly<Record<LightName, Mood>> = {
  day: {
    key: times(albedo('#FFEFD4'), 4.7),
    sky: times(albedo('#B9D0EE'), 1.5),
    earth: times(albedo('#6B6658'), 1.5),
    zenith: [0.3, 0.47, 0.72],
    edgeOfSky: [0.8, 0.87, 0.93],
    nadir: [0.16, 0.17, 0.17],
    low: plain('#1B2A3D'),
    high: plain('#3C526B'),
    band: plain('#8EA6BF'),
    top: plain('#5C7FA8'),
    exposure: 1.2,
    lamp: 0,
    spill: 0,
    glint: 1,
    glow: 0,
    litShare: 0.1,
    emit: 0.34,
    wash: 0,
    cove: 0,
  },
  dusk: {
    key: times(albedo('#FFB07A'), 1.05),
    sky: times(albedo('#7C93C4'), 2.2),
    earth: times(albedo('#544C54'), 2.2),
    zenith: [0.1, 0.15, 0.32],
    edgeOfSky: [0.95, 0.5, 0.3],
    nadir: [0.05, 0.05, 0.07],
    low: plain('#101A2C'),
    high: plain('#4B4A68'),
    band: plain('#9A7080'),
    top: plain('#34456F'),
    exposure: 1.22,
    lamp: 1.15,
    spill: 1,
    glint: 0.5,
    glow: 1,
    litShare: 0.54,
    emit: 1.05,
    wash: 0.2,
    cove: 0.9,
  },
  night: {
    key: times(albedo('#9DB8E6'), 0.42),
    sky: times(albedo('#4A6088'), 1.5),
    earth: times(albedo('#20262F'), 1.5),
    zenith: [0.02, 0.035, 0.075],
    edgeOfSky: [0.06, 0.085, 0.15],
    nadir: [0.02, 0.02, 0.03],
    low: plain('#060D18'),
    high: plain('#101D33'),
    band: plain('#1A2944'),
    top: plain('#0B1428'),
    exposure: 1.12,
    lamp: 1.6,
    spill: 1.5,
    glint: 0,
    glow: 0,
    litShare: 0.36,
    emit: 1.25,
    wash: 0.34,
    cove: 0.9,
  },
}

/** Degrees of the sun between which one light passes into the next. */
const PASSES = { day: [0, 9], night: [-10, -4.5] } as const
/** The afterglow still models, so it is held so high; after it a soft key stands for the moon. */
const HELD_DEG: Degrees = 10
const MOON: SunPlace = { elevationDeg: 53, azimuthDeg: 294 }

const smooth = (low: number, high: number, x: number): number => {
  const t = Math.min(1, Math.max(0, (x - low) / (high - low)))
  return t * t * (3 - 2 * t)
}

/** Offices empty after nine in the evening, and fill from seven. Hours of the local day, 0–24. */
const lateShare = (hour: number): number =>
  hour < 12 ? Math.max(0.12, smooth(5.5, 7.5, hour)) : Math.max(0.12, 1 - smooth(20.5, 23.5, hour))

/** The light under a sun, at an hour of the local day. Pure; each quantity goes over from light to light without a step. */
export const lightUnder = (sun: SunPlace, hour: number): Light => {
  const day = smooth(...PASSES.day, sun.elevationDeg)
  const night = 1 - smooth(...PASSES.night, sun.elevationDeg)
  const shares: readonly (readonly [Mood, number])[] = [
    [MOODS.day, day],
    [MOODS.dusk, Math.max(0, 1 - day - night)],
    [MOODS.night, night],
  ]
  const mixed = (pick: (mood: Mood) => number): number =>
    shares.reduce((sum, [mood, share]) => sum + pick(mood) * share, 0)
  const light = Object.fromEntries(
    (Object.keys(MOODS.day) as (keyof Mood)[]).map((key) => [
      key,
      typeof MOODS.day[key] === 'number'
        ? mixed((mood) => mood[key] as number)
        : [0, 1, 2].map((i) => mixed((mood) => (mood[key] as Albedo)[i]!)),
    ]),
  ) as unknown as Mood
  const from = night > 0.5 ? MOON : { ...sun, elevationDeg: Math.max(HELD_DEG, sun.elevationDeg) }
  return { ...light, from, litShare: light.litShare * (day === 1 ? 1 : lateShare(hour)) }
}

/** The sun and the hour of a light that is asked for by name. */
export const NAMED: Readonly<Record<LightName, { readonly sun: SunPlace; readonly hour: number }>> = {
  day: { sun: { elevationDeg: 34, azimuthDeg: 136 }, hour: 10 },
  dusk: { sun: { elevationDeg: -1.3, azimuthDeg: 249 }, hour: 18 },
  night: { sun: { elevationDeg: -30, azimuthDeg: 265 }, hour: 20 },
}
