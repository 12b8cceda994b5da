import { people } from '#shared/housing/collections/people.ts'
import { plan } from '../../common/plan.ts'
import { spellPerson } from '../../common/pinyin.ts'

export const peoplePlan = plan({
  of: people,
  table: 'people',
  fields: {
    id: 'text',
    name: 'text',
    unit: 'text',
    grade: 'text',
    post: 'text',
    status: 'text',
    phone: 'text',
  },
  columns: {
    region: ['text', (r, given) => given.parent(r.unit).county],
    status_since: ['text', (r) => r.statusSince],
  },
  made: [{ columns: { pinyin: 'text', initials: 'text' }, of: ({ name }) => ({ ...spellPerson(name) }) }],
  sums: 'roll-ups',
})
