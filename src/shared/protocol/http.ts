/**
 * Guanlan's own HTTP contract: what the browser asks and what the server answers. Every route below `/api` needs a
 * session and names its permission in its contract (`../<subject>/routes.ts`); ids out of the viewer's scope answer 404.
 */
export * from './http/common.ts'
export * from './http/session.ts'
export * from './http/places.ts'
export * from './http/housing.ts'
export * from './http/vehicles.ts'
export * from './http/energy.ts'
export * from './http/standards.ts'
export * from './http/supervision.ts'
export * from './http/replay.ts'
export * from './http/energyTold.ts'
export * from './http/ledger/figures.ts'
export * from './http/ledger/orders.ts'
export * from './http/ledger/vehicles.ts'
export * from './http/ledger/trips.ts'
