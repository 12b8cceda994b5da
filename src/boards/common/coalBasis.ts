import { BASIS_SHORT, type CoalBasis } from '#shared/energy/coal.ts'
import type { Lang } from '../../state/stores/index.ts'

/** A figure's label with the 口径, without which no figure in coal is printed. */
export const withBasis = (label: string, basis: CoalBasis, lang: Lang, names = BASIS_SHORT): string =>
  lang === 'zh' ? `${label}(${names[basis].zh})` : `${label} (${names[basis].en})`

interface Named {
  readonly name: { readonly zh: string; readonly en: string }
  readonly unit: string
}
/** An index's name, with the 口径 where it counts coal. */
export const nameUnder = ({ name, unit }: Named, basis: CoalBasis, lang: Lang): string =>
  unit.startsWith('kgce') ? withBasis(name[lang], basis, lang) : name[lang]
