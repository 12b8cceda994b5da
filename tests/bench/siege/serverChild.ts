/** The besieged: a whole server over the stand-in's tiny province, with a listening gateway of every protocol, in a process of its own. */
import { startTestServer } from '../../builders/house/server.ts'

export interface Besieged {
  readonly type: 'ready'
  readonly url: string
  readonly gateways: readonly number[]
  readonly supervisor: string
  /** Cookies of walls that stand behind one address. */
  readonly walls: readonly string[]
}
export type ToBesieged = { readonly type: 'end' }

const GATEWAYS = [
  { way: 'jt808', name: 'siege-jt808', port: 0, authKey: 'siege-auth-key' },
  { way: 'jt809', name: 'siege-jt809', port: 0, users: [{ user: 1, password: 'siege', platform: 1 }] },
  { way: 'gb32960', name: 'siege-gb32960', port: 0 },
  { way: 'collector', name: 'siege-collector', port: 0, key: 'siege', aes: null },
]
const WALLS = 40

const begin = async (): Promise<void> => {
  const { createServer } = await import('node:net')
  const freePort = (): Promise<number> =>
    new Promise((done) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as { port: number }
        probe.close(() => done(port))
      })
    })
  const gateways = await Promise.all(
    GATEWAYS.map(async (gateway) => ({ ...gateway, port: await freePort() })),
  )
  const server = await startTestServer({
    checkAnswers: false,
    moreSources: gateways,
    environment: { GUANLAN_SIGN_INS_PER_MINUTE: '20' },
  })
  const walls: string[] = []
  const scope = { kind: 'region', region: '450000' } as const
  for (let n = 0; n < WALLS; n++) {
    const { code } = await server.running.access.pairing.issue(
      { account: 'siege', role: 'operator', address: 'local', scope },
      `wall ${n}`,
      scope,
    )
    const { token } = await server.running.access.pairing.pair(code, { address: 'local', agent: 'siege' })
    walls.push(`guanlan_session=${token}`)
  }
  const ready: Besieged = {
    type: 'ready',
    url: server.url,
    gateways: gateways.map(({ port }) => port),
    supervisor: await server.signIn('supervisor'),
    walls,
  }
  process.send?.(ready)
  process.on('message', () => void server.stop().finally(() => process.exit(0)))
}

await begin()
