import { ROLES } from '../../../../src/shared/kernel/roles.ts'
import type { Frame } from '../../../../src/shared/protocol/frame.ts'
import { startMatrixHouse, type MatrixHouse } from '../../../builders/house/matrixHouse.ts'

export let house: MatrixHouse

export const openHouse = async () => {
  house = await startMatrixHouse(ROLES)
}

export const regionOf = (ordinal: number): string =>
  house.server.running.ports.directory.directory.now().vehicles[ordinal]?.region ?? 'unknown'
export const unitOf = (ordinal: number): string =>
  house.server.running.ports.directory.directory.now().vehicles[ordinal]?.unit ?? 'unknown'
export const ordinalsOf = ({ columns, rows }: Frame): number[] =>
  Array.from(
    { length: rows },
    (_, i) => (columns as unknown as { ordinal: ArrayLike<number> }).ordinal[i] as number,
  )
export const cleared = (text: string): string[] => house.clear.filter((word) => text.includes(word))
