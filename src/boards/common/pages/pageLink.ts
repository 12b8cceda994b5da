import { inject, type InjectionKey } from 'vue'

/** How to get to a page of the viewer's own platform with what it is asked; null where the role has none. */
export type PageLink = (page: string, asked: Readonly<Record<string, string>>) => (() => void) | null
export const PAGE_LINK: InjectionKey<PageLink> = Symbol('page link')

/** From a panel to the page that has the whole list; on a wall, which has no pages, to none. */
export const usePageLink = (): PageLink => inject(PAGE_LINK, () => null)
