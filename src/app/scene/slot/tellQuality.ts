import type { QualityStep } from '../../../engines/SceneEngine.ts'
import { useUiStore } from '../../../state/stores/index.ts'
import { noteInConsole } from '../../data/browserLog.ts'

/** Tells the operator how fine the picture is drawn from now on: in the console, and where the wall's size is set. */
export const tellQuality = (engine: string, step: QualityStep): void => {
  useUiStore().quality = step
  noteInConsole(`${engine}: drawn at step ${step.step} of ${step.of}, ${Math.round(step.frameMs)} ms a frame`)
}
