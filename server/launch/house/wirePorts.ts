import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { dirname } from 'node:path'
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

/** The port that a variable names, or a free one; where meters and vehicles connect to us, both sides must know it before either starts. */
const portFrom = async (environment: NodeJS.ProcessEnv, variable: string): Promise<number> => {
  const named = Number(environment[variable] || 0)
  return Number.isInteger(named) && named > 0 && named <= 65_535 ? named : freePort()
}

/** The same, and the same again at the next start: what a free port was chosen for is kept in a file. */
export const keptPortFrom = async (
  environment: NodeJS.ProcessEnv,
  variable: string,
  file: string,
): Promise<number> => {
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  const usable = Number.isInteger(last) && last > 0 && last <= 65_535
  const port = environment[variable]
    ? await portFrom(environment, variable)
    : await freePort(usable ? last : 0).catch(() => freePort())
  mkdirSync(dirname(file), { recursive: true })
  writeState(file, String(port))
  return port
}
