import { provide } from 'vue'
import { useRouter } from 'vue-router'
import { PAGE_LINK } from '../../boards/common/pages/pageLink.ts'
import { workplacePages } from '../../boards/registry.ts'
import { useReplayStore, useSessionStore } from '../../state/stores/index.ts'
import { workplacesOf } from './workplaces.ts'

/** Panels link to the pages of the first platform in which the role works and that has the page; pages tell of now alone. */
export const providePageLinks = (): void => {
  const router = useRouter()
  const session = useSessionStore()
  const replay = useReplayStore()
  provide(PAGE_LINK, (page, asked) => {
    if (replay.active) return null
    const own = session.role ? workplacesOf(session.role) : []
    const at = own.find(
      (one) => one !== 'wall' && workplacePages(one, session.may).some(({ id }) => id === page),
    )
    return at ? () => void router.push({ path: `/work/${at}/${page}`, query: asked }) : null
  })
}
