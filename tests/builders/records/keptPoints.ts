import type { LiveHouse } from '../house/liveHouse.ts'

/** The track of a vehicle as the house keeps it: epoch ms, degrees, km/h. */
export const keptPoints = async (
  house: LiveHouse,
  vehicle: string,
  from: number,
  to: number,
): Promise<{ at: number; lon: number; lat: number; speedKmh: number }[]> => {
  const track = await house.live.tracks.track(
    house.live.directory.now().vehicleOrdinals.get(vehicle) as number,
    from,
    to,
  )
  return Array.from({ length: track.count }, (_, i) => ({
    at: track.at[i] as number,
    lon: (track.lonE7[i] as number) / 1e7,
    lat: (track.latE7[i] as number) / 1e7,
    speedKmh: (track.speed[i] as number) / 10,
  }))
}
