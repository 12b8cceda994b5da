import { makeWalk, type Walk } from '../../builders/screen/saidFigures.ts'
import { read, wall } from '../morning.ts'

export { read, wall }
export const [PROVINCE, CITY, COUNTY] = ['450000', '450100', '450103']

export let walk: Walk

export const scenesAt = async (place: string, ids: readonly string[]): Promise<void> => {
  for (const id of ids) await walk.openAt(`/view/${place}?scene=${id}`)
}

export const startWalk = (): void => {
  walk = makeWalk(wall)
}
