import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ZodError, z } from 'zod'
import { errorMessage } from '#shared/kernel/errors.ts'
import { COLLECTION_NAMES, CONTRACT_VERSION } from '#shared/protocol/platform.ts'
import type { CollectionName } from '#shared/protocol/platform.ts'
import type { EpochMs } from '#shared/kernel/units.ts'
import { isCollection } from '../collections.ts'
import { StandinError } from '../errors.ts'
import { twist } from '../faults.ts'
import type { FaultDesk } from '../faults.ts'
import { applyEdit } from './edit.ts'
import type { EditDependencies } from './edit.ts'
import type { RawPage } from './pages.ts'

export interface HttpDependencies extends EditDependencies {
  readonly faults: FaultDesk
  readonly isKey: (given: string) => boolean
  readonly health: () => Record<string, unknown>
  readonly now: () => EpochMs
}

const LONGEST_PAGE = 5000
const querySchema = z.object({
  cursor: z.string().min(1).optional(),
  since: z.coerce.number().int().nonnegative().optional(),
  limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(1000),
})

/** The bearer key of a request; '' when it carries none. */
export const bearerOf = (authorization: string | undefined): string =>
  /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? ''

const fromZod = (error: ZodError): StandinError => {
  const issue = error.issues[0]
  return new StandinError(400, 'bad-request', issue?.message ?? 'bad request', {
    field: issue?.path.join('.') ?? '',
    expected: issue?.code ?? '',
  })
}
const toStandinError = (error: unknown): StandinError => {
  if (error instanceof StandinError) return error
  if (error instanceof ZodError) return fromZod(error)
  const status = (error as { statusCode?: number }).statusCode
  if (status !== undefined && status >= 400 && status < 500)
    return new StandinError(status, 'bad-request', errorMessage(error))
  console.error(error)
  return new StandinError(500, 'internal', '平台内部错误 / internal error')
}
const answerError = (error: unknown, reply: FastifyReply): FastifyReply => {
  const { status, code, message, detail } = toStandinError(error)
  return reply.status(status).send({ code, message, ...detail })
}

const COMMA = Buffer.from(',')
const pageBody = (page: RawPage, faults: FaultDesk): Buffer => {
  const { repeatRate, reorderRate, rubbishRate } = faults.current()
  const pieces = page.items.flatMap((piece, index) => (index === 0 ? [piece] : [COMMA, piece]))
  const tail = `],"next":${JSON.stringify(page.next)},"watermark":${page.watermark},"total":${page.total}}`
  if (repeatRate + reorderRate + rubbishRate === 0)
    return Buffer.concat([Buffer.from('{"items":['), ...pieces, Buffer.from(tail)])
  const items = JSON.parse(`[${Buffer.concat(pieces).toString()}]`) as unknown[]
  const twisted = JSON.stringify(twist(items, faults))
  return Buffer.from(`{"items":${twisted.slice(0, -1)}${tail}`)
}

const collectionOf = (request: FastifyRequest): CollectionName => {
  const { collection } = request.params as { collection: string }
  if (isCollection(collection)) return collection
  throw new StandinError(404, 'not-found', `没有这个数据集 / no collection ${collection}`, {
    field: 'collection',
    expected: COLLECTION_NAMES.join(', '),
  })
}
const keyIn = (request: FastifyRequest): string => (request.params as { id: string }).id

const guard = (app: FastifyInstance, { faults, isKey }: HttpDependencies): void => {
  app.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/_health')) return
    if (!isKey(bearerOf(request.headers.authorization)))
      throw new StandinError(401, 'unauthenticated', '密钥缺失或无效 / missing or wrong key', {
        field: 'authorization',
        expected: 'Bearer KEY',
      })
    if (request.url.startsWith('/_faults')) return
    await faults.delay()
    if (faults.current().down || faults.strikes('failRate'))
      throw new StandinError(503, 'unavailable', '服务暂不可用 / unavailable')
  })
}

/** The request way: pages, single records, edits; and the desk where faults are ordered. */
export const makeHttp = (deps: HttpDependencies): FastifyInstance => {
  const app = Fastify({
    forceCloseConnections: true,
    bodyLimit: 1024 * 1024,
    routerOptions: { maxParamLength: 200 },
  })
  app.setErrorHandler((error, _request, reply) => answerError(error, reply))
  app.setNotFoundHandler((_request, reply) =>
    answerError(new StandinError(404, 'not-found', '没有这个地址 / no such address'), reply),
  )
  guard(app, deps)
  app.get('/_health', async () => deps.health())
  app.get('/_faults', async () => deps.faults.current())
  app.post('/_faults', async (request) => deps.faults.set(request.body))
  app.get('/v1', async () => ({
    version: CONTRACT_VERSION,
    collections: COLLECTION_NAMES.map((name) => ({ name, href: `/v1/${name}` })),
  }))
  app.get('/v1/:collection', async (request, reply) => {
    const collection = collectionOf(request)
    const { cursor, since, limit } = querySchema.parse(request.query)
    const page = await deps.pages.page(
      collection,
      { cursor: cursor ?? null, since: since ?? null, limit },
      deps.now(),
    )
    return reply.type('application/json; charset=utf-8').send(pageBody(page, deps.faults))
  })
  app.get('/v1/:collection/:id', async (request) => {
    const found = await deps.pages.find(collectionOf(request), keyIn(request), deps.now())
    if (!found) throw new StandinError(404, 'not-found', `没有这条记录 / no record ${keyIn(request)}`)
    return found.record
  })
  app.patch('/v1/:collection/:id', async (request) =>
    applyEdit(deps, collectionOf(request), keyIn(request), request.body),
  )
  return app
}
