/**
 * Guanlan's own HTTP contract: what the browser asks and what the server answers. Every route below `/api` needs a
 * session and names its permission in its contract (`../<subject>/routes.ts`); ids out of the viewer's scope answer 404.
 */
export * from '../kernel/schemas.ts'
export * from '../access/answers.ts'
export * from '../region/answers.ts'
export * from '../housing/answers/places.ts'
export * from '../housing/answers/cards.ts'
export * from '../housing/answers/lists.ts'
export * from '../vehicles/answers/depots.ts'
export * from '../vehicles/answers/roads.ts'
export * from '../vehicles/answers/cards.ts'
export * from '../vehicles/answers/replay.ts'
export * from '../vehicles/answers/figures.ts'
export * from '../vehicles/answers/orders.ts'
export * from '../vehicles/answers/account.ts'
export * from '../vehicles/answers/trips.ts'
export * from '../energy/answers/series.ts'
export * from '../energy/answers/told.ts'
export * from '../standards/answers.ts'
export * from '../supervision/answers.ts'
export * from '../intake/answers.ts'
export * from '../operations/answers.ts'
