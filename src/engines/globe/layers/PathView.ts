import { groupBy } from '#shared/kernel/language/lists.ts'
import type { PathLayer } from '#shared/scene/layers.ts'
import { colorOf, groundRing, type LayerView, type Stage, type Tag } from './LayerView.ts'
import { LineSet } from './LineSet.ts'

/** Metres; tracks lie just over the dots of the map. */
const HEIGHT_M = 3
const DASH = 5

/** Tracks along the ground. */
export class PathView implements LayerView<PathLayer> {
  readonly #stage: Stage
  #lines: readonly LineSet[] = []
  #key = ''

  constructor(stage: Stage) {
    this.#stage = stage
  }

  update(spec: PathLayer): void {
    const key = `${spec.version}:${spec.widthPx}:${spec.pickable}`
    if (key !== this.#key) this.#rebuild(spec)
    this.#key = key
    for (const line of this.#lines) line.show = spec.visible
  }

  ready(): boolean {
    return this.#lines.every((line) => line.ready)
  }

  dispose(): void {
    for (const line of this.#lines) line.dispose()
    this.#lines = []
  }

  #rebuild(spec: PathLayer): void {
    this.dispose()
    this.#lines = setsOf(spec).map(({ paths, tag }) => {
      const [{ color, dashed }] = paths
      return new LineSet(
        this.#stage.scene,
        paths.map(({ points }) => groundRing(points, HEIGHT_M)),
        {
          color: colorOf(color),
          widthPx: spec.widthPx,
          straight: false,
          tag,
          dashPx: dashed ? spec.widthPx * DASH : undefined,
        },
      )
    })
  }
}

type Path = PathLayer['paths'][number]
interface PathSet {
  readonly paths: readonly [Path, ...Path[]]
  readonly tag?: Tag
}

/** One primitive a path where each is picked by itself, else one for all that look alike: a coast has hundreds. */
const setsOf = ({ id, paths, pickable }: PathLayer): readonly PathSet[] =>
  pickable
    ? paths.map((path, part) => ({ paths: [path], tag: { layer: id, id: path.id, part } }))
    : [...groupBy(paths, ({ color, dashed }) => `${color.join()} ${dashed}`).values()].map((alike) => ({
        paths: alike as [Path, ...Path[]],
      }))
