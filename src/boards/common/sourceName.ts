import { useI18n } from 'vue-i18n'
import { useSourcesStore } from '../../state/stores/index.ts'

/** A record's source in words, by what it brings; one that is connected no longer by its own name. */
export const useSourceName = (): ((source: string) => string) => {
  const store = useSourcesStore()
  const { t } = useI18n({ useScope: 'global' })
  return (source) => {
    const found = store.sources.find(({ name }) => name === source)
    return found ? t(`sources.brings.${found.brings}`) : source
  }
}
