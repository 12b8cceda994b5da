/**
 * Branded numbers: the unit is part of the type, so metres cannot be added to degrees.
 * Make one with its constructor at the edge where the unit is known.
 */
declare const unit: unique symbol
type Unit<Name extends string> = number & { readonly [unit]?: Name }

/** Longitude or latitude, WGS-84 unless a `crs` beside it says otherwise. */
export type Degrees = Unit<'degrees'>
export type Metres = Unit<'metres'>
export type SquareMetres = Unit<'squareMetres'>
/** 0.01 m². Areas are stored and summed as whole numbers of it, so the sum of the parts equals the whole exactly. */
export type SquareDecimetres = Unit<'squareDecimetres'>
export type Kilowatts = Unit<'kilowatts'>
export type KilowattHours = Unit<'kilowattHours'>
export type Celsius = Unit<'celsius'>
export type KmPerHour = Unit<'kmPerHour'>
/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = Unit<'epochMs'>
export type DurationMs = Unit<'durationMs'>
/** A civil date in UTC+8, `YYYY-MM-DD`. */
export type DayString = string
/** [longitude, latitude], WGS-84. */
export type LonLat = readonly [Degrees, Degrees]
/** [x east, y north] in the building's own frame, metres from its origin. */
export type LocalXY = readonly [Metres, Metres]

/** Rounds to whole 0.01 m². */
export const toSquareDecimetres = (area: SquareMetres): SquareDecimetres => Math.round(area * 100)
export const toSquareMetres = (area: SquareDecimetres): SquareMetres => area / 100

/** China Standard Time, fixed at +8 h with no daylight saving; every calendar rule of the standards reads it. */
export const CST_OFFSET_MS: DurationMs = 8 * 3600 * 1000

/** The civil date in UTC+8 of an instant. */
export const dayOf = (now: EpochMs): DayString => new Date(now + CST_OFFSET_MS).toISOString().slice(0, 10)

/** Midnight in UTC+8 that opens a civil date. */
export const startOfDay = (day: DayString): EpochMs => Date.parse(`${day}T00:00:00+08:00`)
