import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { z } from 'zod'
import { makeHttpApp } from '../../../server/http/app.ts'
import { LIMITS, type Limits } from '../../../server/http/limits.ts'
import { contract } from '#shared/kernel/contract.ts'
import { civilDay, instant, offset } from '#shared/kernel/schemas.ts'
import { serve as serveContract } from '../../../server/http/route.ts'
import type { ActiveSession } from '../../../server/common/ports/sessions.ts'

export let app: FastifyInstance | null = null
export const open: Socket[] = []
export const clear = async () => {
  open.splice(0).forEach((socket) => socket.destroy())
  await app?.close()
  app = null
}
const body = z.object({
  name: z.string(),
  scope: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('a'), inner: z.array(z.object({ id: z.string() })).optional() }),
    ])
    .optional(),
})
const routes = [
  serveContract(
    contract({
      method: 'GET',
      url: '/api/things/:id',
      needs: 'session',
      summary: '',
      params: z.object({ id: z.string() }),
      query: z.object({ at: instant, day: civilDay.optional(), offset, q: z.string().optional() }),
      response: z.any(),
    }),
    { handle: async (input) => input },
  ),
  serveContract(
    contract({
      method: 'POST',
      url: '/api/things',
      needs: 'session',
      summary: '',
      body,
      response: z.any(),
    }),
    { handle: async (input) => input.body },
  ),
  serveContract(
    contract({
      method: 'POST',
      url: '/api/bare',
      needs: 'session',
      summary: '',
      response: z.any(),
    }),
    { handle: async () => ({}) },
  ),
  serveContract(
    contract({
      method: 'GET',
      url: '/api/slow',
      needs: 'session',
      summary: '',
      response: z.any(),
    }),
    { handle: () => new Promise((resolve) => setTimeout(() => resolve({}), 300)) },
  ),
  serveContract(
    contract({
      method: 'POST',
      url: '/api/open',
      needs: 'public',
      why: 'a test',
      summary: '',
      body: z.object({ name: z.string() }),
      response: z.any(),
    }),
    { handle: async () => ({}) },
  ),
]

export const looked: string[] = []
/** Any cookie is a session of that name, but forged ones. */
const sessions = {
  resolve: async (token: string) =>
    (looked.push(token), token.startsWith('forged'))
      ? null
      : ({
          sessionId: token,
          viewer: { account: token, role: 'manager', scope: { kind: 'region', region: '450000' } },
          mustChangePassword: false,
        } as unknown as ActiveSession),
  endOf: () => null,
}

export const serve = async (limits: Partial<Limits> = {}): Promise<FastifyInstance> => {
  const deps = {
    routes,
    sessions,
    audit: { record: async () => undefined },
    log: pino({ level: 'silent' }),
    mapbox: false,
    trustProxy: null,
    checkAnswers: false,
    pulse: { whileAlive: <T>(work: () => Promise<T>) => work() },
    limits: { ...LIMITS, ...limits },
  }
  return (app = await makeHttpApp(deps as unknown as Parameters<typeof makeHttpApp>[0]))
}
export const ask = async (
  method: 'GET' | 'POST',
  url: string,
  payload?: unknown,
  session: string | null = 'one',
  remoteAddress = '127.0.0.1',
) => {
  const answer = await app!.inject({
    method,
    url,
    remoteAddress,
    ...(session === null ? {} : { cookies: { guanlan_session: session } }),
    ...(payload === undefined
      ? {}
      : {
          headers: { 'content-type': 'application/json' },
          payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
        }),
  })
  return {
    status: answer.statusCode,
    body:
      answer.body === ''
        ? null
        : (answer.json() as {
            code: string
            message: string
            details: { field?: string; issues?: string[] }
          }),
    headers: answer.headers,
  }
}
