import { useSessionStore } from '../../state/stores/index.ts'

/** Addresses on this server. */
export const NO_TILESETS: readonly string[] = []

export const useTilesets = (): (() => readonly string[]) => {
  const session = useSessionStore()
  return () => session.session?.tilesets ?? NO_TILESETS
}
