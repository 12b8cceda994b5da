import { useForm, type GenericObject, type TypedSchema } from 'vee-validate'
import type { z } from 'zod'

type Issue = z.core.$ZodIssue
type Say = (key: string, named?: Record<string, unknown>) => string

/** What a field must be, said in the words of the screen: by the rule that it breaks, never by the schema's own text. */
const faultText = (issue: Issue, say: Say): string => {
  if (issue.code === 'too_small') {
    const least = Number(issue.minimum)
    if (issue.origin !== 'string') return say('form.atLeast', { n: least })
    return least <= 1 ? say('form.required') : say('form.least', { n: least })
  }
  if (issue.code === 'too_big')
    return say(issue.origin === 'string' ? 'form.most' : 'form.atMost', { n: Number(issue.maximum) })
  if (issue.code === 'invalid_format') return say('form.format')
  return say(issue.code === 'invalid_type' ? 'form.required' : 'form.wrong')
}

/** A schema of the contract as the form library takes it: the first fault of each field, by its path. */
export const formSchema = <S extends z.ZodType<object>>(
  schema: S,
  say: Say,
): TypedSchema<z.input<S>, z.output<S>> => ({
  __type: 'VVTypedSchema',
  parse: (values) => {
    const parsed = schema.safeParse(values)
    if (parsed.success) return Promise.resolve({ value: parsed.data, errors: [] })
    const first = new Map<string, string>()
    for (const issue of parsed.error.issues) {
      const path = issue.path.join('.')
      if (!first.has(path)) first.set(path, faultText(issue, say))
    }
    return Promise.resolve({ errors: [...first].map(([path, text]) => ({ path, errors: [text] })) })
  },
})

/** A form that is held to a schema of the contract: a field says what it must be once it was sent wrong, until it is right. */
export const useContractForm = <S extends z.ZodType<GenericObject>>(
  schema: S,
  initial: z.input<S>,
  say: Say,
) => {
  const form = useForm({
    validationSchema: formSchema(schema, say),
    initialValues: initial as never,
  })
  const field = <K extends string & keyof z.input<S>>(name: K) =>
    form.defineField(name as never, (state) => ({
      validateOnModelUpdate: (state as { errors: string[] }).errors.length > 0,
    }))[0] as unknown as import('vue').Ref<z.input<S>[K]>
  return { ...form, field }
}
