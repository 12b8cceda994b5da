import type { Viewer } from '#shared/kernel/roles.ts'
import type { Answered, Contract, Received } from '#shared/kernel/contract.ts'

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

/** What the server adds to a contract: how much it lets through, and who answers. */
export interface Serving<C extends Contract = Contract> {
  /** Requests a minute of one session, or of one address where the route is public; besides the server's own limits. */
  readonly perMinute?: number
  /** The handler gets the octets of the body, unread, and the headers in `context.raw`; the server neither joins, parses nor validates them. */
  readonly raw?: true
  /** Asked before the body is read: throws to refuse at once; what it answers is called when the request is over. */
  gate?(address: string, headers: Headers): () => void
  /** The answer as JSON in UTF-8, for one so large that writing it anew at each request would hold the others up. */
  json?(answer: Answered<C>): Uint8Array
  /** Reads no database, or answers for itself whether it is there: it is not held to the database's pulse. */
  readonly withoutDatabase?: true
  /** A browser may keep a good answer for so many seconds; none where it is left out. */
  readonly keptS?: number
  /** Served while the account still must choose its own password; everything else is refused until then. */
  readonly beforePasswordChange?: true
  /** Largest body, bytes; 64 KiB where left out. */
  readonly bodyLimit?: number
  handle(input: Received<C>, context: RequestContext): Promise<Answered<C>>
}

/** One route as it is served. What no contract says is not served. */
export type RouteDefinition = Contract & Serving

/** A contract with who answers it; the types of each hold while a list carries many. */
export const serve = <C extends Contract>(contract: C, serving: Serving<C>): RouteDefinition =>
  ({ ...contract, ...serving }) as unknown as RouteDefinition
