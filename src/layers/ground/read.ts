import type { LateDrawing, LateReading, Stores } from '../late/read.ts'
import type { ReaderContext } from '../layer.ts'
import { groundOf, type GroundFile } from './decode.ts'
import { drawnGround, NO_GROUND } from './draw.ts'
import address from '../../../data/ground/ground.topo.json?url'

/** Asks this server for the ground. Throws in words, Chinese first. */
const fetchGround = async (signal: AbortSignal): Promise<LateDrawing> => {
  const told = (why: string): Error =>
    new Error(`底图文件未能载入 (${why}) / the file of the ground did not come (${why})`)
  const answer = await fetch(address, { signal }).catch((cause: unknown) => {
    throw told(String(cause))
  })
  if (!answer.ok) throw told(`HTTP ${answer.status}`)
  return drawnGround(groundOf((await answer.json()) as GroundFile))
}

/** The ground's file, fetched once. */
export const use = ({ isOn }: ReaderContext, { useRemote }: Stores): LateReading => {
  const ground = useRemote(
    () => (isOn() ? 'ground' : null),
    (_, signal) => fetchGround(signal),
    { past: 'itself', name: 'ground' },
  )
  return {
    drawing: () => ground.data.value ?? NO_GROUND,
    error: () => ground.error.value,
    reload: ground.reload,
  }
}
