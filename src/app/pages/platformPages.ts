import type { Component } from 'vue'
import type { Permission } from '#shared/kernel/roles.ts'
import { pageGroup, type PageGroup, type Platform } from '../../boards/panel.ts'
import { workplacePages } from '../../boards/registry.ts'
import type { Lang } from '../../state/stores/index.ts'

/** 系统管理: who comes in, what was done, and what was turned away. */
const SYSTEM_PAGES = pageGroup({ id: 'system', title: { zh: '系统管理', en: 'System' }, order: 90 })

interface OwnPage {
  readonly id: string
  readonly workplace: readonly Platform[]
  readonly needs: Permission
  /** The key of its title among the application's own words. */
  readonly title: string
  readonly load: () => Promise<{ default: Component }>
}

/** Pages that the application itself brings; panels add more. */
export const OWN_PAGES: readonly OwnPage[] = [
  {
    id: 'audit',
    workplace: ['supervision'],
    needs: 'audit.read',
    title: 'audit.title',
    load: () => import('./audit/AuditPage.vue'),
  },
  {
    id: 'accounts',
    workplace: ['management', 'supervision'],
    needs: 'accounts.read',
    title: 'accounts.title',
    load: () => import('./accounts/AccountsPage.vue'),
  },
  {
    id: 'alarms',
    workplace: ['management', 'supervision'],
    needs: 'alarms.read',
    title: 'alarms.title',
    load: () => import('./AlarmsPage.vue'),
  },
  {
    id: 'walls',
    workplace: ['management'],
    needs: 'walls.pair',
    title: 'walls.list',
    load: () => import('./WallsPage.vue'),
  },
  {
    id: 'quarantine',
    workplace: ['management', 'supervision'],
    needs: 'ops.read',
    title: 'quarantine.title',
    load: () => import('./QuarantinePage.vue'),
  },
]

/** A page as a platform's navigation shows it. */
export interface PlatformPage {
  readonly id: string
  readonly title: string
  readonly group: PageGroup
  readonly load: () => Promise<{ default: Component }>
}

/** The pages by what they stand under, each group in its place and its pages in theirs. */
export const inGroups = <P extends { readonly group: PageGroup }>(
  pages: readonly P[],
): readonly { readonly group: PageGroup; readonly pages: readonly P[] }[] => {
  const groups = new Map(pages.map(({ group }) => [group.id, group]))
  return [...groups.values()]
    .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
    .map((group) => ({ group, pages: pages.filter((page) => page.group.id === group.id) }))
}

/** The pages of a platform that the role may use, as its menu has them: the first is the one that it opens on. `t` says an own page's title. */
export const platformPages = (
  platform: Platform,
  may: (permission: Permission) => boolean,
  lang: Lang,
  t: (key: string) => string,
): readonly PlatformPage[] => {
  const own = OWN_PAGES.filter((page) => page.workplace.includes(platform) && may(page.needs)).map(
    ({ id, title, load }) => ({ id, title: t(title), group: SYSTEM_PAGES, load }),
  )
  const panels = workplacePages(platform, may).map(({ id, title, group, load }) => ({
    id,
    title: title[lang],
    group,
    load,
  }))
  return inGroups([...own, ...panels]).flatMap(({ pages }) => pages)
}
