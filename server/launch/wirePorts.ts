import { createServer, type AddressInfo } from 'node:net'

/** A port of this machine that nobody listens on at present. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/** The port that a variable names, or a free one; where meters and vehicles connect to us, both sides must know it before either starts. */
export const portFrom = async (environment: NodeJS.ProcessEnv, variable: string): Promise<number> => {
  const named = Number(environment[variable] || 0)
  return Number.isInteger(named) && named > 0 && named <= 65_535 ? named : freePort()
}
