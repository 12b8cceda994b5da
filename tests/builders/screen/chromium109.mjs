/**
 * What a browser gained after Chromium 109, by MDN's own table of it: as a script that takes the built-ins away again,
 * and as a reader of style sheets that names what an older browser would not understand.
 */
import { createRequire } from 'node:module'
import { parse, walk } from 'css-tree'

const bcd = createRequire(import.meta.url)('@mdn/browser-compat-data')
export const OLDEST = 109

/** Version of Chrome that first had it without a flag or another name; null where none has or it is not told. */
const versionOf = (entry) => {
  const support = [entry?.__compat?.support?.chrome ?? []].flat()
  const plain = support.filter((one) => !one.flags && !one.prefix && !one.alternative_name)
  const versions = plain
    .map((one) => Number.parseInt(one.version_added, 10))
    .filter((version) => !Number.isNaN(version))
  return versions.length === 0 ? null : Math.min(...versions)
}
const isNewer = (entry) => (versionOf(entry) ?? 0) > OLDEST
const members = (entry) => Object.entries(entry).filter(([name]) => name !== '__compat')

/** Dotted names, `Array.toSorted`; a name alone is a global. */
const newerNames = (tree) =>
  members(tree).flatMap(([name, entry]) => {
    if (isNewer(entry)) return [name]
    return members(entry).flatMap(([member, inner]) =>
      isNewer(inner) && /^[a-z]\w*$/i.test(member) && !member.endsWith('_event') && member !== name
        ? [`${name}.${member.replace(/_static$/, '')}`]
        : [],
    )
  })

export const NEWER_BUILT_INS = [...newerNames(bcd.javascript.builtins), ...newerNames(bcd.api)].sort()

/** Takes them away, in a page or a worker, before any other script; leaves the sign `chromium109` behind. */
export const removal = () => `;(() => {
  for (const name of ${JSON.stringify(NEWER_BUILT_INS)}) {
    const [owner, member] = name.split('.')
    try {
      if (member === undefined) { delete globalThis[owner]; continue }
      const found = globalThis[owner]
      if (found === undefined || found === null) continue
      for (const holder of [found, found.prototype]) if (holder && Object.hasOwn(holder, member)) delete holder[member]
    } catch {}
  }
  Object.defineProperty(globalThis, 'chromium109', { value: true })
})();
`

const versionsByName = (tree, into = new Map()) => {
  for (const [name, entry] of members(tree)) {
    const version = versionOf(entry)
    if (version !== null) into.set(name, Math.min(version, into.get(name) ?? Infinity))
    versionsByName(entry, into)
  }
  return into
}
const TYPES = versionsByName(bcd.css.types)
const UNITS = versionsByName(bcd.css.types.length)

/** What of a style sheet Chromium 109 does not understand, each once. */
export const newerStyles = (css) => {
  const found = new Set()
  const say = (what, version) => version > OLDEST && found.add(`${what} (${version})`)
  let rules = 0
  /** A nested rule without `&` reads to this parser as a declaration that is none. */
  const onParseError = (_, node) => node.type === 'Raw' && /^[^{;]*\{/.test(node.value) && say('nesting', 112)
  walk(parse(css, { parseCustomProperty: true, onParseError }), {
    leave(node) {
      if (node.type === 'Rule') rules--
    },
    enter(node) {
      if ((node.type === 'Rule' || node.type === 'Atrule') && rules > 0) say('nesting', 112)
      if (node.type === 'Rule') rules++
      if (node.type === 'Atrule') say(`@${node.name}`, versionOf(bcd.css['at-rules'][node.name]))
      if (node.type === 'NestingSelector') say('nesting', 112)
      if (node.type === 'Feature') say(`media ${node.name}`, versionOf(bcd.css['at-rules'].media[node.name]))
      if (node.type === 'PseudoClassSelector' || node.type === 'PseudoElementSelector')
        say(`:${node.name}`, versionOf(bcd.css.selectors[node.name]))
      if (node.type === 'Declaration') {
        const property = bcd.css.properties[node.property]
        say(node.property, versionOf(property))
        if (node.value.type === 'Value')
          for (const part of node.value.children)
            if (part.type === 'Identifier')
              say(`${node.property}: ${part.name}`, versionOf(property?.[part.name]))
      }
      if (node.type === 'Function') say(`${node.name}()`, TYPES.get(node.name))
      if (node.type === 'Dimension') say(node.unit, UNITS.get(node.unit))
    },
  })
  return [...found]
}
