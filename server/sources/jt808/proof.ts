import type { Jt808Header } from '../../codecs/jt808/index.ts'
import { authCode, sameText } from './answers.ts'
import { fault, type Of, type OnLine } from './onLine.ts'

/** One line may stand for several terminals, and ends after so many failed proofs in a row. */
const LIMITS = { terminals: 256, proofs: 5, bound: 100_000 } as const

const vehicleOf = ({ registers, bound }: OnLine, phone: string): string | null =>
  registers.vehicleBy('phone', phone) ?? bound.get(phone) ?? null

/** 终端注册: a terminal of the register gets its code, by its number or, where that is trusted, by its plate. */
export const register = (on: OnLine, header: Jt808Header, body: Of<'register'>): void => {
  const { registers, config, registered, bound, ports } = on
  const named =
    body.plate === '' ? null : registers.vehicleBy(body.plateColour === 0 ? 'vin' : 'plate', body.plate)
  const known = registers.vehicleBy('phone', header.phone)
  const vehicle = known ?? (config.trustPlates ? named : null)
  if (vehicle === null) {
    fault(
      on,
      'unknown-terminal',
      'expected a terminal of the register',
      { plate: body.plate, terminalId: body.terminalId },
      header.phone,
    )
    return registered(header, named === null ? 2 : 4, '')
  }
  if (known !== null && named !== null && named !== known)
    fault(
      on,
      'plate',
      'expected the plate of its vehicle: the terminal names another',
      { plate: body.plate, vehicle: known },
      header.phone,
    )
  if (known === null && bound.size >= LIMITS.bound && !bound.has(header.phone)) {
    fault(
      on,
      'too-many-terminals',
      'expected fewer terminals that are known by their plates alone',
      { plate: body.plate },
      header.phone,
    )
    return registered(header, 4, '')
  }
  if (known === null) bound.set(header.phone, vehicle)
  ports.count('registered')
  registered(header, 0, authCode(config.authKey, header.phone))
}

/** 终端鉴权: with its code it may report. */
export const authenticate = (on: OnLine, header: Jt808Header, body: Of<'authenticate'>): void => {
  const { proven, config, frames, ports, reply, line } = on
  const vehicle = vehicleOf(on, header.phone)
  if (
    vehicle !== null &&
    proven.size < LIMITS.terminals &&
    sameText(body.code, authCode(config.authKey, header.phone))
  ) {
    proven.set(header.phone, vehicle)
    frames.proven()
    on.failed = 0
    ports.count('authenticated')
    return reply(header, 0)
  }
  fault(
    on,
    vehicle === null ? 'unknown-terminal' : 'auth',
    vehicle === null ? 'expected a terminal of the register' : 'expected the code given at its registration',
    {},
    header.phone,
  )
  reply(header, 1)
  if (++on.failed >= LIMITS.proofs) line.close('it could not prove itself')
}
