import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5'

/** A page as a browser builds it. */
export interface ParsedPage {
  /** The elements in order, each with the names of its attributes: `a[href]`. Those that hold only a line break are left out. */
  readonly skeleton: string
  /** The elements of this name, or of all. */
  readonly elements: (name?: string) => readonly ParsedElement[]
  /** The one with this id; throws where there is none. */
  readonly byId: (id: string) => ParsedElement
}

export interface ParsedElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** All text in it, white space as it stands. */
  readonly text: string
  /** The same, with single blanks for white space and between elements. */
  readonly words: string
  readonly inside: (name: string) => readonly ParsedElement[]
}

/** Parses a page by the rules of HTML, so that no quote or bracket in it misleads a test. */
export function parsePage(html: string): ParsedPage {
  const all = elementsOf(parse(html, { scriptingEnabled: true }))
  return {
    skeleton: all
      .filter(({ name }) => name !== 'wbr')
      .map(({ name, attributes }) => `${name}[${Object.keys(attributes).join(' ')}]`)
      .join('\n'),
    elements: (name) => all.filter((each) => name === undefined || each.name === name),
    byId: (id) => {
      const found = all.find(({ attributes }) => attributes['id'] === id)
      if (found === undefined) throw new Error(`nothing on the page has the id ${id}`)
      return found
    },
  }
}

function elementsOf(node: Tree.Node): ParsedElement[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elementsOf) : []
  return 'tagName' in node ? [toElement(node, children), ...children] : children
}

function toElement(node: Tree.Element, inside: readonly ParsedElement[]): ParsedElement {
  return {
    name: node.tagName,
    attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
    text: textsOf(node).join(''),
    words: textsOf(node).join(' ').replaceAll(/\s+/g, ' ').trim(),
    inside: (name) => inside.filter((each) => each.name === name),
  }
}

function textsOf(node: Tree.Node): string[] {
  if ('value' in node) return [node.value]
  return 'childNodes' in node ? node.childNodes.flatMap(textsOf) : []
}
