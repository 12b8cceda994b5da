import { MINUTE_MS } from '#shared/kernel/time/time.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { AppError } from '#shared/kernel/errors.ts'
import type { Pulse } from '../db/pulse.ts'
import { inRequest } from '../db/requestScope.ts'
import type { Sessions } from '../common/ports/sessions.ts'
import { COOKIE } from './app.ts'
import { LIMITS } from './limits.ts'
import { TILES_PREFIX } from './tilesets.ts'

export interface StaticDeps {
  readonly distDir: string
  readonly scenesDir: string
  readonly tilesDir: string | null
  readonly sessions: Sessions
  readonly pulse: Pick<Pulse, 'whileAlive'>
}

const [YEAR_S, DAY_S] = [31_536_000, 86_400]
/** Asked for with every page, before anything else runs; an older one does no harm. */
const KEPT_A_DAY = /[/\\](needs\.js|icon\.svg)(\.gz)?$/
const noSuch = (): never => {
  throw new AppError('not-found', '没有这个地址 / no such address')
}

const registerTiles = async (
  app: FastifyInstance,
  { tilesDir, sessions, pulse }: StaticDeps,
): Promise<void> => {
  if (!tilesDir || !existsSync(tilesDir)) return
  await app.register(async (scope) => {
    // Each tile looks its session up, which costs more than a file.
    const count = app.createRateLimit({ max: LIMITS.perMinute.address, timeWindow: MINUTE_MS })
    scope.addHook('onRequest', async (request) => {
      const found = await count(request)
      if (!found.isAllowed && found.isExceeded)
        throw new AppError('too-many-requests', '请求过于频繁 / too many requests', {
          details: { retryAfterS: found.ttlInSeconds },
        })
      const token = request.cookies[COOKIE]
      const active = token ? await pulse.whileAlive(() => inRequest(() => sessions.resolve(token))) : null
      if (!active) throw new AppError('unauthenticated', '请先登录 / sign in first')
      if (active.mustChangePassword)
        throw new AppError('password-change-required', '请先修改密码 / change the password first')
    })
    await scope.register(fastifyStatic, {
      root: tilesDir,
      prefix: TILES_PREFIX,
      decorateReply: false,
      index: false,
      maxAge: '1h',
    })
  })
}

/** The built application, the scenes, and local 3D Tiles for signed-in accounts. Any other page address gets index.html. */
export const registerStatic = async (app: FastifyInstance, deps: StaticDeps): Promise<void> => {
  await registerTiles(app, deps)
  if (existsSync(deps.scenesDir))
    await app.register(fastifyStatic, {
      root: deps.scenesDir,
      prefix: '/scenes/',
      decorateReply: false,
      index: false,
    })
  const index = join(deps.distDir, 'index.html')
  if (existsSync(deps.distDir)) {
    await app.register(fastifyStatic, {
      root: deps.distDir,
      preCompressed: true,
      cacheControl: false,
      globIgnore: ['**/*.gz'],
      setHeaders: (reply, path) =>
        void reply.header(
          'cache-control',
          path.includes('/assets/')
            ? `public, max-age=${YEAR_S}, immutable`
            : KEPT_A_DAY.test(path)
              ? `public, max-age=${DAY_S}`
              : 'no-cache',
        ),
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' &&
      (request.headers.accept ?? '').includes('text/html') &&
      !/^\/(api|live|hooks|tiles3d|scenes|assets)\//.test(request.url)
    if (!isPage || !existsSync(index)) return noSuch()
    return reply
      .header('cache-control', 'no-cache')
      .sendFile('index.html', deps.distDir, { cacheControl: false })
  })
}
