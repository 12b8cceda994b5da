import { computed, ref, shallowRef } from 'vue'
import { defineStore, getActivePinia } from 'pinia'
import { COAL_TABLE } from '#shared/energy/coal.ts'
import type { IndexDefinition } from '#shared/indices/indices.ts'
import type { ParameterList, ParameterRow, Rebuild, StandardsChange } from '#shared/protocol/http.ts'
import type { FeedId } from '#shared/standards/parameter.ts'
import type { RuleTables } from '#shared/standards/tables.ts'
import { calendarNote, USES_WORKDAYS, type DaySpan } from '#shared/supervision/calendar/calendarYears.ts'
import { dayOf } from '#shared/kernel/units.ts'
import { useApi } from './services.ts'
import type { Lang, Why } from '../ui.ts'

/** One parameter behind a figure, as its card prints it. */
export interface ParameterLine {
  readonly key: string
  readonly name: string
  readonly value: string
  /** Version, author and day of the revision in force; null while the default is. */
  readonly revised: {
    readonly version: number
    readonly by: string
    readonly on: string
    readonly from: string
    readonly basis: string | null
  } | null
}

type Register = typeof import('#shared/standards/register.ts') &
  typeof import('#shared/standards/valueText.ts')
/** The whole register is large: it comes with the first reading of the list, not with the first picture. */
const loadRegister = async (): Promise<Register> => ({
  ...(await import('#shared/standards/register.ts')),
  ...(await import('#shared/standards/valueText.ts')),
})

/** The list as it was read, the one writer of it. */
const makeList = () => {
  const list = shallowRef<ParameterList | null>(null)
  const register = shallowRef<Register | null>(null)
  const error = shallowRef<unknown>(null)
  /** Grows when figures on the screen may have changed: they are read again. */
  const revision = ref(0)

  const load = async (): Promise<void> => {
    try {
      const [known, answer] = await Promise.all([loadRegister(), useApi().parameters()])
      register.value = known
      list.value = answer
      error.value = null
    } catch (caught) {
      error.value = caught
    }
  }
  const setRebuild = (rebuild: Rebuild): void => {
    const ended = list.value?.rebuild.running === true && !rebuild.running
    if (list.value) list.value = { ...list.value, rebuild }
    if (ended) revision.value++
  }
  /** News over the socket: what changed is read again; the end of the work after it makes figures read again. */
  const take = (changes: readonly StandardsChange[]): void => {
    const last = changes.at(-1)
    if (!last) return
    setRebuild(last.rebuild)
    if (changes.some(({ keys }) => keys.length > 0)) void load().then(() => revision.value++)
  }
  const put = (row: ParameterRow): void => {
    if (list.value)
      list.value = { ...list.value, rows: list.value.rows.map((one) => (one.key === row.key ? row : one)) }
  }
  return { list, register, error, revision, load, setRebuild, take, put }
}

const lineOf = (
  parameter: ReturnType<Register['parametersFeeding']>[number],
  { value, revised }: ParameterRow,
  known: Register,
  lang: Lang,
): ParameterLine => ({
  key: parameter.key,
  name: parameter.name[lang],
  value: known.valueText(parameter, value, lang),
  revised: revised && {
    version: revised.version,
    by: revised.by,
    on: dayOf(revised.at),
    from: revised.effectiveFrom,
    basis: revised.basis,
  },
})

/** Parameters of the rules as they are in force, and what is made anew after a revision. */
export const useStandardsStore = defineStore('standards', () => {
  const kept = makeList()
  const { list, register } = kept
  const rows = computed(() => new Map(list.value?.rows.map((row) => [row.key, row]) ?? []))
  /** null until the list was read. */
  const tables = computed<RuleTables | null>(() => {
    const revised = list.value?.rows.filter((row) => row.revised !== null)
    return register.value && revised
      ? register.value.tablesWith(
          revised.map(({ key, value, revised: version }) => ({ key, value, basis: version?.basis ?? null })),
        )
      : null
  })
  /** The parameters behind a figure, revised ones first. */
  const lines = (feeds: readonly FeedId[] | undefined, lang: Lang): ParameterLine[] => {
    const known = register.value
    if (!known || !feeds || feeds.length === 0) return []
    return known
      .parametersFeeding(feeds)
      .flatMap((parameter) => {
        const row = rows.value.get(parameter.key)
        return row ? [lineOf(parameter, row, known, lang)] : []
      })
      .sort((a, b) => Number(b.revised !== null) - Number(a.revised !== null))
  }
  /** What is said of days without a calendar; null where there are none, or before the list was read. */
  const calendarOf = (span: DaySpan | null | undefined, lang: Lang): ReturnType<typeof calendarNote> =>
    list.value && span ? calendarNote(list.value.calendarYears, span, lang) : null
  /** The same of a card of reasons: of the days that it names, else of its time where what feeds it uses workdays. */
  const calendarOfWhy = (
    { workdays, feeds, at }: Pick<Why, 'workdays' | 'feeds' | 'at'>,
    lang: Lang,
  ): string | null => {
    const own = at && feeds?.some((feed) => USES_WORKDAYS.has(feed)) ? { from: at, to: at } : null
    return calendarOf(workdays ?? own, lang)?.long ?? null
  }
  return { ...kept, rows, tables, lines, calendarOf, calendarOfWhy }
})

/** The tables in force on this screen; null before they were read, or without any store. */
export const tablesInForce = (): RuleTables | null => (getActivePinia() ? useStandardsStore().tables : null)
/** The line that the legend draws and a figure is held to: where a parameter decides it, as it is in force. */
export const referenceInForce = ({
  reference,
  referenceIn,
}: Pick<IndexDefinition, 'reference' | 'referenceIn'>): number | null => {
  const tables = tablesInForce()
  return referenceIn && tables ? referenceIn(tables) : reference
}
export const coalInForce = (): RuleTables['coal'] => tablesInForce()?.coal ?? COAL_TABLE
