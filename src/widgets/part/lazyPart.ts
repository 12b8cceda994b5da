import { defineComponent, h, onBeforeUnmount, ref, shallowRef, type Component } from 'vue'
import { useAgain } from './again.ts'
import PartFault from './PartFault.vue'

/** A component whose code comes when it is first shown. Until it comes it is nothing; where it does not, it says so and asks again. */
export const lazyPart = <C extends Component>(load: () => Promise<{ default: C }>): C => {
  const came = shallowRef<C | null>(null)
  const part = defineComponent({
    inheritAttrs: false,
    setup: (_, { attrs, slots }) => {
      const isMissing = ref(false)
      let gone = false
      const ask = async (): Promise<void> => {
        try {
          const { default: found } = await load()
          came.value = found
          isMissing.value = false
          again.over()
        } catch {
          isMissing.value = true
          if (!gone) again.failed()
        }
      }
      const again = useAgain(() => void ask())
      onBeforeUnmount(() => (gone = true))
      if (!came.value) void ask()
      return () => {
        if (came.value) return h(came.value, attrs, slots)
        return isMissing.value ? h(PartFault, { onRetry: () => void ask() }) : null
      }
    },
  })
  return part as unknown as C
}
