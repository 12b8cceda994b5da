import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** One word that the address asks of a page, one of `known` where those are given; at its usual it is left out. */
export const useAsked = <T extends string>(
  name: string,
  usual: () => T,
  known: readonly T[] | null = null,
): WritableComputedRef<T> => {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => {
      const asked = route.query[name]
      const isKnown = typeof asked === 'string' && (known === null || known.includes(asked as T))
      return isKnown ? (asked as T) : usual()
    },
    set: (value) =>
      void router.replace({ query: { ...route.query, [name]: value === usual() ? undefined : value } }),
  })
}
