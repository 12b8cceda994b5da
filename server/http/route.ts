import { z } from 'zod'
import type { Permission, Viewer } from '#shared/access/roles.ts'
import { askedInstant } from '#shared/protocol/http/common.ts'

/** Of a request, names in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>

/** What a handler is told about who asks and from where; no HTTP library's type crosses it. */
export interface RequestContext {
  readonly viewer: Viewer
  readonly address: string
  /** What the browser calls itself, at most 200 characters. */
  readonly agent?: string
  readonly sessionId: string
  /** Only for a route with `raw`: the octets of the body as they come, bounded, to be read once, and the headers in lower case, for signatures. */
  readonly raw?: { readonly body: AsyncIterable<Uint8Array>; readonly headers: Headers }
  /** The session cookie of this request; only sign-in, pairing and sign-out set or clear it. */
  readonly cookie?: {
    readonly token: string | null
    set(token: string, lastsS: number | null): void
    clear(): void
  }
}

type Shape = z.ZodType | undefined
type Out<S extends Shape> = S extends z.ZodType ? z.infer<S> : undefined

/** The query parameter `at` of reads that have a history: epoch ms, now when left out. */
export const instant = askedInstant.optional()
/** A row to start at, and no later one than any list has. */
export const offset = z.coerce.number().int().min(0).max(1_000_000).default(0)

/**
 * One route. `needs` is not optional: a permission, `session` for any signed-in account, or `public` with its reason in
 * `why`. A route that is not written as such a definition is not served.
 */
export interface RouteDefinition<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends Shape = Shape,
  R extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly needs: Permission | 'session' | 'public'
  readonly why?: string
  readonly summary: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly response: R
  /** Requests a minute of one session, or of one address where the route is public; besides the server's own limits. */
  readonly perMinute?: number
  /** The handler gets the octets of the body, unread, and the headers in `context.raw`; the server neither joins, parses nor validates them. */
  readonly raw?: true
  /** Asked before the body is read: throws to refuse at once; what it answers is called when the request is over. */
  gate?(address: string, headers: Headers): () => void
  /** The handler answers octets (a Uint8Array), sent as they are. */
  readonly octets?: true
  /** The answer as JSON in UTF-8, for one so large that writing it anew at each request would hold the others up. */
  json?(answer: z.infer<R>): Uint8Array
  /** Reads no database, or answers for itself whether it is there: it is not held to the database's pulse. */
  readonly withoutDatabase?: true
  /** Served while the account still must choose its own password; everything else is refused until then. */
  readonly beforePasswordChange?: true
  /** Largest body, bytes; 64 KiB where left out. */
  readonly bodyLimit?: number
  handle(input: { params: Out<P>; query: Out<Q>; body: Out<B> }, context: RequestContext): Promise<z.infer<R>>
}

/** Keeps the inference of each definition while a list holds many of different shapes. */
export const route = <
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
  R extends z.ZodType = z.ZodType,
>(
  definition: RouteDefinition<P, Q, B, R>,
): RouteDefinition => definition as unknown as RouteDefinition
