import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { responsibleSchema, roomEditSchema } from '../../../src/shared/protocol/http.ts'
import { formSchema } from '../../../src/widgets/controls/form.ts'

const say = (key: string, named?: Record<string, unknown>): string =>
  named ? `${key} ${JSON.stringify(named)}` : key
const faultsOf = async (schema: z.ZodType<object>, values: object): Promise<Record<string, string>> => {
  const { errors } = await formSchema(schema, say).parse(values as never)
  return Object.fromEntries(errors.map(({ path, errors: [first] }) => [path ?? '', first ?? '']))
}

describe('a form held to a schema of the contract', () => {
  it('hands over what the schema makes of the values', async () => {
    const { value, errors } = await formSchema(responsibleSchema, say).parse({
      responsible: ' 韦红梅 ',
      responsiblePhone: ' 0771-2800123 ',
    })
    expect(errors).toEqual([])
    expect(value).toEqual({ responsible: '韦红梅', responsiblePhone: '0771-2800123' })
  })

  it('says of each field what it must be, in the words of the screen', async () => {
    expect(await faultsOf(responsibleSchema, { responsible: '韦', responsiblePhone: 'x' })).toEqual({
      responsible: 'form.least {"n":2}',
      responsiblePhone: 'form.format',
    })
    expect(await faultsOf(roomEditSchema, { reason: '原因', usableArea: -1 })).toEqual({
      usableArea: 'form.atLeast {"n":0}',
    })
    expect(await faultsOf(roomEditSchema, { reason: '原因', usableArea: 2_000_000 })).toEqual({
      usableArea: 'form.atMost {"n":1000000}',
    })
    expect(await faultsOf(roomEditSchema, { usableArea: '' })).toEqual({
      reason: 'form.required',
      usableArea: 'form.required',
    })
    expect(await faultsOf(z.object({ a: z.string().min(1).max(2) }), { a: '' })).toEqual({
      a: 'form.required',
    })
    expect(await faultsOf(z.object({ a: z.string().max(2) }), { a: 'abc' })).toEqual({
      a: 'form.most {"n":2}',
    })
  })
})
