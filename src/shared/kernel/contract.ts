import { z } from 'zod'
import type { Permission } from './roles.ts'

/**
 * What both sides know of one route (接口契约): the server serves it (`serve` in `server/http/route.ts`), the browser calls
 * it (`makeCall` in `src/connectors/call.ts`); neither says any of it a second time.
 *
 * `needs` is not optional: a permission, `session` for any signed-in account, or `public` with its reason in `why`.
 */
export interface Contract {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Parameters of the path as `:name`. */
  readonly url: string
  readonly needs: Permission | 'session' | 'public'
  readonly why?: string
  readonly summary: string
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly response: z.ZodType
  /** The answer is octets, sent as they are; `response` is then `octetsSchema`. */
  readonly octets?: true
}

/** A property that no contract has is a mistake in it. */
type Exactly<C> = C & { readonly [K in Exclude<keyof C, keyof Contract>]: never }

/** Keeps the types of the schemas that a contract names. */
export const contract = <const C extends Contract>(definition: Exactly<C>): C => definition

/** Octets on the server; the browser hands them on as an ArrayBuffer. */
export const octetsSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
/** Answered with 204. */
export const nothingSchema = z.undefined().or(z.null())

type SchemaOf<C, Part extends 'params' | 'query' | 'body' | 'response'> = C extends {
  readonly [K in Part]: infer S extends z.ZodType
}
  ? S
  : undefined
type Out<S> = S extends z.ZodType ? z.output<S> : undefined

/** What a handler gets, checked. */
export interface Received<C extends Contract> {
  readonly params: Out<SchemaOf<C, 'params'>>
  readonly query: Out<SchemaOf<C, 'query'>>
  readonly body: Out<SchemaOf<C, 'body'>>
}
/** What a handler answers. */
export type Answered<C extends Contract> = z.output<C['response']>

/**
 * Of an address, what is meant: a number where the server reads one out of text, and nothing where it has a default.
 * z.input says `unknown` of what is coerced, so that the type is the output's and only what may be left out the input's.
 */
type Meant<In, Of> = {
  readonly [K in keyof In]: K extends keyof Of
    ? Of[K] | (object extends Pick<In, K> ? undefined : never)
    : never
}
type Asked<S> = S extends z.ZodType ? Meant<z.input<S>, z.output<S>> : never

/** What a caller gives: only the parts that the contract names. */
export type Given<C extends Contract> = (C extends { readonly params: infer S }
  ? { readonly params: Asked<S> }
  : unknown) &
  (C extends { readonly query: infer S } ? { readonly query: Asked<S> } : unknown) &
  (C extends { readonly body: infer S extends z.ZodType } ? { readonly body: z.input<S> } : unknown)
/** What a caller gets, checked. */
export type Told<C extends Contract> = C extends { readonly octets: true } ? ArrayBuffer : Answered<C>
