import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { MOST_PORT, whole } from '../options.ts'
import { writeState } from '../processes/stateFile.ts'

/** A port of this machine that nobody listens on at present: the wanted one, or any for 0. */
const freePort = (wanted = 0): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/**
 * The port that a variable names, or a free one, and the same again at the next start: where meters and vehicles connect to
 * us, both sides must know it before either starts. Throws LaunchError for a name that is no port.
 */
export const keptPortFrom = async (
  environment: NodeJS.ProcessEnv,
  variable: string,
  file: string,
): Promise<number> => {
  const named = environment[variable]
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  const usable = Number.isInteger(last) && last > 0 && last <= MOST_PORT
  const port = named
    ? whole(variable, named, [1, MOST_PORT])
    : await freePort(usable ? last : 0).catch(() => freePort())
  mkdirSync(dirname(file), { recursive: true })
  writeState(file, String(port))
  return port
}
