import { settled, type Screen } from '../../builders/screen/wall.ts'
import { read, wall } from '../morning.ts'

export { read, wall }
export const COUNTY = '450103'
export let hall: Screen
export let desk: Screen

export const openScreens = async (): Promise<void> => {
  hall = await wall.open({ account: 'wall', path: `/view/${COUNTY}?scene=vehicles`, picture: true })
  await settled(hall.page)
  desk = await wall.open({ account: 'manager', path: '/work/management', picture: true })
}
export const closeScreens = async (): Promise<void> => {
  await hall?.close()
  await desk?.close()
}
