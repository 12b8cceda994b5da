import { z } from 'zod'
import { contract, nothingSchema } from '../kernel/contract.ts'
import {
  changePasswordSchema,
  openSessionSchema,
  pairSchema,
  sessionSchema,
  signInSchema,
  wallSchema,
} from './answers.ts'
import { scopeSchema } from '../kernel/roles.ts'

const id = z.object({ id: z.string().max(64) })
const pairingSchema = z.object({ label: z.string().min(1).max(64), scope: scopeSchema })
/** `path` is appended to the address of this server and opened on the wall; its code works once. */
const issuedSchema = z.object({ code: z.string(), path: z.string(), expiresAt: z.number() })

/** Who comes in: sign-in, sign-out, the own password and sessions, and the walls. */
export const sessionContracts = {
  session: contract({
    method: 'GET',
    url: '/api/session',
    needs: 'public',
    why: 'a page asks who it is before it knows; nobody is answered with nothing',
    summary: 'Who is signed in, and the server’s clock; 204 for nobody',
    response: sessionSchema.nullable(),
  }),
  signIn: contract({
    method: 'POST',
    url: '/api/session',
    needs: 'public',
    why: 'signing in is what makes a session',
    summary: 'Sign in',
    body: signInSchema,
    response: sessionSchema,
  }),
  signOut: contract({
    method: 'DELETE',
    url: '/api/session',
    needs: 'session',
    summary: 'Sign out',
    response: nothingSchema,
  }),
  changePassword: contract({
    method: 'POST',
    url: '/api/session/password',
    needs: 'session',
    summary: 'Change the own password; other sessions of the account end',
    body: changePasswordSchema,
    response: sessionSchema,
  }),
  acted: contract({
    method: 'POST',
    url: '/api/session/seen',
    needs: 'session',
    summary: 'The person acted: the idle time begins anew; sent on real input, at most once a minute',
    response: z.object({ endsAt: z.number().nullable() }),
  }),
  sessions: contract({
    method: 'GET',
    url: '/api/sessions',
    needs: 'session',
    summary: 'Where the own account is signed in',
    response: z.object({ sessions: z.array(openSessionSchema) }),
  }),
  endOtherSessions: contract({
    method: 'DELETE',
    url: '/api/sessions',
    needs: 'session',
    summary: 'End all of the own sessions but this one',
    response: nothingSchema,
  }),
  endSession: contract({
    method: 'DELETE',
    url: '/api/sessions/:id',
    needs: 'session',
    summary: 'End one of the own sessions',
    params: id,
    response: nothingSchema,
  }),
  pair: contract({
    method: 'POST',
    url: '/api/pair',
    needs: 'public',
    why: 'a wall has no account before it is paired; the one-time code is its proof',
    summary: 'Pair a wall by its one-time code',
    body: pairSchema,
    response: sessionSchema,
  }),
  pairWall: contract({
    method: 'POST',
    url: '/api/pairings',
    needs: 'walls.pair',
    summary: 'Make a one-time pairing code for a wall',
    body: pairingSchema,
    response: issuedSchema,
  }),
  walls: contract({
    method: 'GET',
    url: '/api/walls',
    needs: 'walls.pair',
    summary: 'The walls of one’s own region, where and when they were last seen',
    response: z.object({ walls: z.array(wallSchema) }),
  }),
  endWall: contract({
    method: 'DELETE',
    url: '/api/walls/:id',
    needs: 'walls.pair',
    summary: 'End a wall: its session ends and its screen goes blank',
    params: id,
    response: nothingSchema,
  }),
} as const
