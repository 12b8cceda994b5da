import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { makeAddressOf } from '../../server/http/app.ts'

const request = (remoteAddress: string, forwarded?: string): IncomingMessage =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage

describe('whose request it is', () => {
  it('is told by the line, and by a proxy only where it is trusted', () => {
    expect(makeAddressOf(null)(request('10.0.0.9', '1.2.3.4'))).toBe('10.0.0.9')
    const behind = makeAddressOf('127.0.0.1, 10.0.0.0/8')
    expect(behind(request('10.0.0.9', '1.2.3.4'))).toBe('1.2.3.4')
    expect(behind(request('10.0.0.9', '6.6.6.6, 1.2.3.4, 10.0.0.8'))).toBe('1.2.3.4')
    expect(behind(request('5.5.5.5', '1.2.3.4'))).toBe('5.5.5.5')
    expect(behind(request('127.0.0.1'))).toBe('127.0.0.1')
  })
})
