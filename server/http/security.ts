import helmet from '@fastify/helmet'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '#shared/kernel/errors.ts'

/** Of the pinned @cesium/engine; another version is refused by the browser and shows in the browser tests. */
const CESIUM_CREDIT_SHEET = "'sha256-W9isZ7K65dw04+sGbSAyiFtvwt94eXJiQXtiU8lmkRg='"
/** The style attributes that Cesium writes in HTML: of its credits' logo, and of its canvas. What code sets on an element needs none. */
const CESIUM_STYLES = [
  "'sha256-GU5zilGWFiRrmr4xJeDjQZKuKRcLO8ZT+o0Avfni8Sw='",
  "'sha256-zJ5DebQiNXIn0/eOUOc+t8ljUCmqg6GgEluhLTpcOWc='",
  "'sha256-BVJq0J0CcoIBO7ikkmisQ5kYoOnqxRUC37ihQ3YWZQQ='",
]
const MAPBOX = { api: 'https://api.mapbox.com', events: 'https://events.mapbox.com' }

/**
 * No outside host, no inline script. Style elements are refused but for the one sheet that Cesium's credit line
 * writes, by its hash, and style attributes but for Cesium's own. A Mapbox token opens its maker's two
 * hosts and nothing else.
 */
const contentSecurityPolicy = (mapbox: boolean): Record<string, string[]> => ({
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  scriptSrcAttr: ["'none'"],
  workerSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'", ...(mapbox ? [MAPBOX.api, MAPBOX.events] : [])],
  imgSrc: ["'self'", 'data:', 'blob:', ...(mapbox ? [MAPBOX.api] : [])],
  styleSrc: ["'self'", CESIUM_CREDIT_SHEET],
  styleSrcAttr: ["'unsafe-hashes'", ...CESIUM_STYLES],
  fontSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
})

/** Said over https only: over http it means nothing, and a proxy in front might hand it on. */
const HSTS = 'max-age=31536000; includeSubDomains'

export const registerSecurity = async (app: FastifyInstance, options: { mapbox: boolean }): Promise<void> => {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy(options.mapbox) },
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  })
  app.addHook('onSend', async (request, reply) => {
    if (request.protocol === 'https') reply.header('strict-transport-security', HSTS)
    reply.header('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()')
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store')
  })
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A browser says where a changing request comes from: another site's is refused. A client that is no browser sends
 * neither header and carries no ambient cookie.
 */
export const refuseCrossSite = (request: FastifyRequest): void => {
  if (SAFE.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new AppError('forbidden', '跨站请求被拒绝 / a request from another site is refused')
  const origin = request.headers.origin
  if (origin !== undefined && origin !== `${request.protocol}://${request.host}`)
    throw new AppError('forbidden', '跨站请求被拒绝 / a request from another origin is refused')
}
